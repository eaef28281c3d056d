import { randomInt } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
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
 * Without a password or a hash that can be verified, a dummy of today's cost is compared, so that both take as long; so
 * does a hash of an older form.
 * @throws AppError unavailable: the hash queue is full
 */
export async function verifyPassword(password: string, encoded: string | null): Promise<boolean> {
  const normal = password.normalize('NFC')
  const candidates = normal === password ? [normal] : [normal, password]
  const readable = encoded !== null && password !== '' && canVerify(encoded) ? encoded : null
  if (readable !== null && needsRehash(readable)) return matchInUsualTime(candidates, readable)
  const matches = await matchAndTime(candidates, readable ?? dummyHash())
  return matches && readable !== null
}

// What comparing with a hash of today took, of late.
const recentMilliseconds: number[] = []
const REMEMBERED = 32

async function matchAndTime(candidates: string[], encoded: string): Promise<boolean> {
  const startedAt = performance.now()
  const matches = await matchInPool(candidates, encoded)
  recentMilliseconds.push(performance.now() - startedAt)
  if (recentMilliseconds.length > REMEMBERED) recentMilliseconds.shift()
  return matches
}

// A hash of another form or cost takes another time, and the time of an answer would tell whose it is. What is slower
// than a hash of today stays so. One time of late is chosen by lot: their mean is above most of them where a machine
// stumbles now and then, and would tell as well.
async function matchInUsualTime(candidates: string[], encoded: string): Promise<boolean> {
  if (recentMilliseconds.length === 0) await matchAndTime(candidates, dummyHash())
  const usual = recentMilliseconds[randomInt(recentMilliseconds.length)] ?? 0
  const startedAt = performance.now()
  const matches = await matchInPool(candidates, encoded)
  await setTimeout(usual - (performance.now() - startedAt))
  return matches
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
