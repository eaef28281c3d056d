import { env } from '@/lib/env'
import { isOutdated, readEncoded } from './encoded-password'
import { encodeInPool, matchInPool } from './hash-pool'
import { readPlainDigest } from './plain-digest-format'

/**
 * Encodes a password for storing, from its NFC form.
 * @throws AppError unavailable: the hash queue is full
 */
export function hashPassword(password: string): Promise<string> {
  return encodeInPool(password.normalize('NFC'))
}

/**
 * Whether the password is the stored one: in NFC form first, then, if that differs, as it was sent.
 * Without a password or a hash that can be verified, a dummy of today's cost is compared, so that both take as long.
 * @throws AppError unavailable: the hash queue is full
 */
export async function verifyPassword(password: string, encoded: string | null): Promise<boolean> {
  const normal = password.normalize('NFC')
  const candidates = normal === password ? [normal] : [normal, password]
  const readable = encoded !== null && password !== '' && canVerify(encoded) ? encoded : null
  const matches = await matchInPool(candidates, readable ?? dummyHash())
  // So quick that the time of an answer would tell whose hash it is.
  if (readable && readPlainDigest(readable)) await matchInPool(candidates, dummyHash())
  return matches && readable !== null
}

/** Whether a stored hash is of a form that opens an account here; another needs a new password by mail. */
export function canVerify(encoded: string): boolean {
  if (env.PASSWORD_LEGACY_HASHES === 'off' && readPlainDigest(encoded)) return false
  return readEncoded(encoded) !== null
}

/** Whether a stored hash was made in another form or at another cost than today's. */
export function needsRehash(encoded: string): boolean {
  return isOutdated(encoded, env.BCRYPT_COST)
}

// Well-formed, at today's cost, and the hash of nothing: comparing with it takes as long as with a person's own.
function dummyHash(): string {
  return `bcrypt_sha256$$2b$${String(env.BCRYPT_COST).padStart(2, '0')}$${'.'.repeat(53)}`
}
