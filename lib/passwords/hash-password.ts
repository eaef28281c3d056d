import { env } from '@/lib/env'
import { isOutdated } from './encoded-password'
import { encodeInPool, matchInPool } from './hash-pool'

/**
 * Encodes a password for storing, from its NFC form.
 * @throws AppError unavailable: the hash queue is full
 */
export function hashPassword(password: string): Promise<string> {
  return encodeInPool(password.normalize('NFC'))
}

/**
 * Whether the password is the stored one: in NFC form first, then, if that differs, as it was sent.
 * Without a stored hash a dummy of today's cost is compared, so that both take the same time.
 * @throws AppError unavailable: the hash queue is full
 */
export async function verifyPassword(password: string, encoded: string | null): Promise<boolean> {
  const normal = password.normalize('NFC')
  const candidates = normal === password ? [normal] : [normal, password]
  const matches = await matchInPool(candidates, encoded ?? dummyHash())
  return matches && encoded !== null
}

/** Whether a stored hash was made in another form or at another cost than today's. */
export function needsRehash(encoded: string): boolean {
  return isOutdated(encoded, env.BCRYPT_COST)
}

// Well-formed, at today's cost, and the hash of nothing: comparing with it takes as long as with a person's own.
function dummyHash(): string {
  return `bcrypt_sha256$$2b$${String(env.BCRYPT_COST).padStart(2, '0')}$${'.'.repeat(53)}`
}
