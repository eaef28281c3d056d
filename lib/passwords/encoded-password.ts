import { createHash } from 'node:crypto'
import { compare, getRounds, hash } from 'bcryptjs'

const PREFIX = 'bcrypt_sha256$'

// bcrypt reads 72 bytes and repeats a key around NUL; the hex SHA-256 before it keeps every byte that counts.
function digest(password: string): string {
  return createHash('sha256').update(password, 'utf8').digest('hex')
}

/** Encodes a password in Django's form: `bcrypt_sha256$$2b$12$…`. */
export async function encodePassword(password: string, cost: number): Promise<string> {
  return PREFIX + (await hash(digest(password), cost))
}

/** Whether a password matches Django's encoded form; a form that is not known never matches. */
export async function matchesEncoded(password: string, encoded: string): Promise<boolean> {
  return encoded.startsWith(PREFIX) && (await compare(digest(password), encoded.slice(PREFIX.length)))
}

/** Whether the encoded form is another than the one `encodePassword` makes now. */
export function isOutdated(encoded: string, cost: number): boolean {
  return !encoded.startsWith(PREFIX) || getRounds(encoded.slice(PREFIX.length)) !== cost
}
