import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { processWide } from '@/lib/process-wide'
import type { Client } from '@/lib/sessions/client'
import { addressBlock } from './address-block'
import { CHALLENGE_SECONDS, makeChallenge, openChallenge } from './challenge'
import { makeLimiter } from './make-limiter'
import { reachCounter, readCounter } from './reach-counter'
import { isSolution } from './solve-challenge'

/** More sign-ups than this in a minute are a flood: each then needs a proof. docs/limits.md says the same. */
export const FLOOD = { points: 100, seconds: 60 } as const
/** Without JavaScript a sign-up waits in place of the proof, and few do so from one address: waiting costs nothing. */
export const WAIT_SECONDS = 15
export const WAITERS = { points: 2, seconds: 600 } as const

const EVERYBODY = 'all'

export type Proof = { challenge?: string | undefined; solution?: string | undefined }

/**
 * A challenge for the sign-up form, while there is a flood; else null.
 * @throws AppError unavailable: the counters cannot be reached
 */
export async function findChallenge(client: Client, now: Date = new Date()): Promise<string | null> {
  if (env.RATE_LIMITS === 'off') return null
  const count = await readCounter(floodLimiters().pace.get(EVERYBODY))
  return count !== null && count.consumedPoints >= FLOOD.points ? makeChallenge(client, now) : null
}

/**
 * Counts a sign-up of a program; in a flood, one is told to come back later.
 * @throws AppError too_many_requests
 */
export async function refuseInFlood(): Promise<void> {
  if (env.RATE_LIMITS === 'on' && (await isOneTooMany('pace', EVERYBODY)))
    throw new AppError('too_many_requests', { retryAfterSeconds: FLOOD.seconds })
}

/**
 * Counts a sign-up in a browser; in a flood it needs the solution of its challenge, or must have waited. A challenge is
 * good once.
 *
 * @throws AppError proof_needed: with a challenge to solve
 */
export async function requireProofInFlood(proof: Proof, client: Client, now: Date = new Date()): Promise<void> {
  if (env.RATE_LIMITS === 'off' || !(await isOneTooMany('pace', EVERYBODY))) return
  if (await isProved(proof, client, now)) return
  throw new AppError('proof_needed', { retryAfterSeconds: WAIT_SECONDS, challenge: makeChallenge(client, now) })
}

async function isProved({ challenge = '', solution = '' }: Proof, client: Client, now: Date): Promise<boolean> {
  const opened = openChallenge(challenge, client, now)
  if (!opened) return false
  const isSolved = solution !== '' && (await isSolution(challenge, solution))
  const hasWaited = now.getTime() - opened.issuedAt.getTime() >= WAIT_SECONDS * 1_000
  if (!isSolved && (!hasWaited || (await isOneTooMany('waiters', addressBlock(client.ip))))) return false
  return !(await isOneTooMany('used', opened.id))
}

type FloodCount = 'pace' | 'waiters' | 'used'

async function isOneTooMany(count: FloodCount, key: string): Promise<boolean> {
  try {
    await reachCounter(floodLimiters()[count].consume(key))
    return false
  } catch (cause) {
    if (cause instanceof RateLimiterRes) return true
    throw cause
  }
}

function floodLimiters(): Record<FloodCount, RateLimiterAbstract> {
  return processWide('flood-limiters', () => ({
    pace: makeLimiter('flood:pace', FLOOD),
    waiters: makeLimiter('flood:waiters', WAITERS),
    used: makeLimiter('flood:used', { points: 1, seconds: CHALLENGE_SECONDS }),
  }))
}
