import { hash } from 'bcryptjs'
import { readArgon2 } from './argon2-format'
import { BCRYPT_SHA256, digestForBcrypt, readBcrypt, readBcryptSha256 } from './bcrypt-formats'
import { readPbkdf2 } from './pbkdf2-format'
import { readPlainDigest } from './plain-digest-format'
import { readScrypt } from './scrypt-format'

/** Compares a password with the hash it was read from. */
export type Comparison = (password: string) => boolean | Promise<boolean>

const READERS = [readBcryptSha256, readBcrypt, readPbkdf2, readScrypt, readArgon2, readPlainDigest]

/** Encodes a password in Django's form: `bcrypt_sha256$$2b$12$…`. */
export async function encodePassword(password: string, cost: number): Promise<string> {
  return BCRYPT_SHA256 + (await hash(digestForBcrypt(password), cost))
}

/** Reads Django's encoded form; null for one that is not known, is damaged, or asks for more work than we do. */
export function readEncoded(encoded: string): Comparison | null {
  for (const read of READERS) {
    const comparison = read(encoded)
    if (comparison) return comparison
  }
  return null
}

/** Whether a password matches Django's encoded form; a form that cannot be read never matches. */
export async function matchesEncoded(password: string, encoded: string): Promise<boolean> {
  return (await readEncoded(encoded)?.(password)) ?? false
}

/** Whether the encoded form is another than the one `encodePassword` makes now. */
export function isOutdated(encoded: string, cost: number): boolean {
  return !encoded.startsWith(`${BCRYPT_SHA256}$2b$${String(cost).padStart(2, '0')}$`)
}
