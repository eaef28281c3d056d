import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible'
import { recordAudit } from '@/lib/audit/record-audit'
import { db } from '@/lib/db'
import { findHolderAndDevice } from '@/lib/devices/known-device'
import { hashGuessable } from '@/lib/encryption'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { processWide } from '@/lib/process-wide'
import type { Client } from '@/lib/sessions/client'
import { addressBlock } from './address-block'
import { type ActLimits, type Limit, type LimitedAct, limits, type RecordedAct } from './limits'
import { makeLimiter } from './make-limiter'
import { reachCounter } from './reach-counter'

const EVERYBODY = 'all'

type Attempt = {
  act: LimitedAct
  /** The canonical e-mail address the attempt is about, whether or not somebody has it; all of a person count as one. */
  account?: string
  client: Client
}

/**
 * Counts an attempt before any work is done for it; every door counts in the same place. Counting is one statement, so
 * parallel attempts cannot slip through. The address is counted first, and what it refuses counts nowhere else. A device
 * on which the owner has signed in before is counted by itself, so that nobody can use up the owner's attempts.
 * Accounts are kept as keyed hashes, so that no counter names anybody.
 *
 * @throws AppError too_many_requests: with the seconds until the next attempt counts
 * @throws AppError unavailable: the counters cannot be reached
 */
export async function countAttempt({ act, account, client }: Attempt): Promise<void> {
  await countAddress({ act, client })
  await countBehindAddress({ act, ...(account !== undefined && { account }), client })
}

/** The first half of countAttempt, for acts that ask for something else before they use up what everybody shares. */
export async function countAddress({ act, client }: Omit<Attempt, 'account'>): Promise<void> {
  if (env.RATE_LIMITS === 'off') return
  await consume(limiters()[act].perAddress, addressBlock(client.ip), { act, client, userId: null })
}

/** The second half of countAttempt: everybody together, then the account or the known device. */
export async function countBehindAddress(attempt: Attempt): Promise<void> {
  if (env.RATE_LIMITS === 'off') return
  const { act, client } = attempt
  const own = await ownCounts(attempt)
  if (!own.isKnownDevice) await consume(limiters()[act].overall, EVERYBODY, { act, client, userId: null })
  await consumeOwn(own, attempt)
}

type Recorded = { act: RecordedAct; client: Client; userId?: string | null }

/**
 * Whether to record what may come without end: so much of an address, so much of a person, and so much of all together.
 * That one of them is over its count is recorded as one of all, too, so that many of them fill no log either.
 *
 * @throws AppError unavailable: the counters cannot be reached
 */
export async function isToBeRecorded({ act, client, userId = null }: Recorded): Promise<boolean> {
  if (env.RATE_LIMITS === 'off') return true
  const { perAddress, perAccount, overall } = limiters()[act]
  const ofAddress = await refusalOf(perAddress, addressBlock(client.ip))
  const ofPerson = ofAddress || userId === null ? null : await firstRefusalOf(perAccount, hashGuessable(userId))
  const ofOne = ofAddress ?? ofPerson
  if (ofOne && !ofOne.isFirst) return false
  const ofAll = await refusalOf(overall, EVERYBODY)
  if (ofAll ? ofAll.isFirst : ofOne) await recordLimit({ act, client, userId: ofPerson ? userId : null })
  return !ofOne && !ofAll
}

/** Counts for the account or the known device alone, where the act is part of another that counts the rest. */
export async function countAccount(attempt: Attempt): Promise<void> {
  if (env.RATE_LIMITS === 'on') await consumeOwn(await ownCounts(attempt), attempt)
}

/**
 * Forgets the failures that were counted with this attempt, after a success. The address keeps its own, or an attacker
 * could clear it, and so does the account after a success on a known device, which says nothing about the others.
 *
 * @throws AppError unavailable: the counters cannot be reached
 */
export async function forgetFailures(account: string, client: Client): Promise<void> {
  if (env.RATE_LIMITS === 'off') return
  const { limiters, key } = await ownCounts({ act: 'password', account, client })
  for (const limiter of limiters) await reachCounter(limiter.delete(key))
}

type OwnCounts = { isKnownDevice: boolean; limiters: RateLimiterAbstract[]; key: string; userId: string | null }

async function ownCounts({ act, account, client }: Attempt): Promise<OwnCounts> {
  const { perAccount, perDevice } = limiters()[act]
  if (account === undefined) return { isKnownDevice: false, limiters: [], key: '', userId: null }
  const { userId, email, device } = await findHolderAndDevice(account, client)
  // By the main address, not the id: the count of an address goes on when somebody signs up with it, and tells nothing.
  const key = hashGuessable(email ?? account)
  const isKnownDevice = device !== null && perDevice.length > 0
  if (!isKnownDevice) return { isKnownDevice, limiters: perAccount, key, userId }
  return { isKnownDevice, limiters: perDevice, key: `${device}:${key}`, userId }
}

async function consumeOwn({ limiters: own, key, userId }: OwnCounts, { act, client }: Attempt): Promise<void> {
  for (const limiter of own) await consume(limiter, key, { act, client, userId })
}

type Counted = { act: LimitedAct; client: Client; userId: string | null }

async function consume(limiter: RateLimiterAbstract, key: string, counted: Counted): Promise<void> {
  const refusal = await refusalOf(limiter, key)
  if (!refusal) return
  if (refusal.isFirst) await recordLimit(counted)
  throw new AppError('too_many_requests', { retryAfterSeconds: refusal.waitSeconds })
}

async function firstRefusalOf(own: RateLimiterAbstract[], key: string) {
  for (const limiter of own) {
    const refusal = await refusalOf(limiter, key)
    if (refusal) return refusal
  }
  return null
}

async function refusalOf(limiter: RateLimiterAbstract, key: string) {
  try {
    await reachCounter(limiter.consume(key))
    return null
  } catch (cause) {
    if (!(cause instanceof RateLimiterRes)) throw cause
    const waitSeconds = Math.max(1, Math.ceil(cause.msBeforeNext / 1000))
    return { isFirst: cause.consumedPoints === limiter.points + 1, waitSeconds }
  }
}

// The first refusal of each count tells of all: a flood of them would fill the log.
async function recordLimit({ act, client, userId }: Counted): Promise<void> {
  await recordAudit(db, { event: 'limit.reach', outcome: 'refused', reason: act, userId, client })
}

type Limiters = {
  perAddress: RateLimiterAbstract
  overall: RateLimiterAbstract
  perAccount: RateLimiterAbstract[]
  perDevice: RateLimiterAbstract[]
}

function limiters(): Record<LimitedAct, Limiters> {
  return processWide('limiters', () => ({
    password: makeLimiters('password'),
    sign_up: makeLimiters('sign_up'),
    mail: makeLimiters('mail'),
    code: makeLimiters('code'),
    link: makeLimiters('link'),
    provider: makeLimiters('provider'),
    cross_origin: makeLimiters('cross_origin'),
    stray_return: makeLimiters('stray_return'),
    refusal: makeLimiters('refusal'),
    personal_token: makeLimiters('personal_token'),
    picture: makeLimiters('picture'),
  }))
}

function makeLimiters(act: LimitedAct): Limiters {
  const { address, global, account, accountDay, device, deviceDay }: ActLimits = limits[act]
  const make = (name: string, limit?: Limit) => (limit ? [makeLimiter(`${act}:${name}`, limit)] : [])
  return {
    perAddress: makeLimiter(`${act}:address`, address),
    overall: makeLimiter(`${act}:global`, global),
    perAccount: [...make('account', account), ...make('account_day', accountDay)],
    perDevice: [...make('device', device), ...make('device_day', deviceDay)],
  }
}
