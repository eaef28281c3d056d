import { createHash } from 'node:crypto'
import { compare } from 'bcryptjs'
import type { Comparison } from './encoded-password'

export const BCRYPT_SHA256 = 'bcrypt_sha256$'
const BCRYPT = 'bcrypt$'
const HASH = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/
const MIN_COST = 4
const MAX_COST = 16

// bcrypt reads 72 bytes and repeats a key around NUL; the hex SHA-256 before it keeps every byte that counts.
export function digestForBcrypt(password: string): string {
  return createHash('sha256').update(password, 'utf8').digest('hex')
}

export function readBcryptSha256(encoded: string): Comparison | null {
  const hash = readHash(encoded, BCRYPT_SHA256)
  return hash === null ? null : (password) => compare(digestForBcrypt(password), hash)
}

/** Django's older form, which lets every password in that shares the first 72 bytes, until it is made anew. */
export function readBcrypt(encoded: string): Comparison | null {
  const hash = readHash(encoded, BCRYPT)
  return hash === null ? null : (password) => !password.includes('\u0000') && compare(password, hash)
}

function readHash(encoded: string, prefix: string): string | null {
  if (!encoded.startsWith(prefix)) return null
  const hash = encoded.slice(prefix.length)
  const cost = Number(HASH.exec(hash)?.[1])
  return cost >= MIN_COST && cost <= MAX_COST ? hash : null
}
