import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible'
import { findKnownDevice } from '@/lib/devices/known-device'
import { hashGuessable } from '@/lib/encryption'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { processWide } from '@/lib/process-wide'
import type { Client } from '@/lib/sessions/client'
import { addressBlock } from './address-block'
import { type ActLimits, type Limit, type LimitedAct, limits } from './limits'
import { makeLimiter } from './make-limiter'

const RETRY_AFTER_SECONDS = 5
const EVERYBODY = 'all'

type Attempt = {
  act: LimitedAct
  /** The canonical e-mail address the attempt is about, whether or not an account has it. */
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
  if (env.RATE_LIMITS === 'off') return
  const { perAddress, overall } = limiters()[act]
  await consume(perAddress, addressBlock(client.ip))
  const shared = await ownCounts({ act, account, client })
  if (!shared.isKnownDevice) await consume(overall, EVERYBODY)
  for (const limiter of shared.limiters) await consume(limiter, shared.key)
}

/**
 * Forgets the failures that were counted with this attempt, after a success. The address keeps its own, or an attacker
 * could clear it, and so does the account after a success on a known device, which says nothing about the others.
 */
export async function forgetFailures(account: string, client: Client): Promise<void> {
  if (env.RATE_LIMITS === 'off') return
  const { limiters, key } = await ownCounts({ act: 'password', account, client })
  for (const limiter of limiters) await limiter.delete(key)
}

type OwnCounts = { isKnownDevice: boolean; limiters: RateLimiterAbstract[]; key: string }

async function ownCounts({ act, account, client }: Attempt): Promise<OwnCounts> {
  const { perAccount, perDevice } = limiters()[act]
  if (account === undefined) return { isKnownDevice: false, limiters: [], key: '' }
  const device = perDevice.length > 0 ? await findKnownDevice(account, client) : null
  if (device === null) return { isKnownDevice: false, limiters: perAccount, key: hashGuessable(account) }
  return { isKnownDevice: true, limiters: perDevice, key: `${device}:${hashGuessable(account)}` }
}

async function consume(limiter: RateLimiterAbstract, key: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (cause) {
    if (!(cause instanceof RateLimiterRes))
      throw new AppError('unavailable', { retryAfterSeconds: RETRY_AFTER_SECONDS, cause })
    throw new AppError('too_many_requests', { retryAfterSeconds: Math.max(1, Math.ceil(cause.msBeforeNext / 1000)) })
  }
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
    link: makeLimiters('link'),
    personal_token: makeLimiters('personal_token'),
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
