import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { pool } from '@/lib/db'
import { hashGuessable } from '@/lib/encryption'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { processWide } from '@/lib/process-wide'
import type { Client } from '@/lib/sessions/client'
import { addressBlock } from './address-block'
import { type Limit, type LimitedAct, limits } from './limits'

const RETRY_AFTER_SECONDS = 5

type Attempt = {
  act: LimitedAct
  /** The canonical e-mail address the attempt is about, whether or not an account has it. */
  account?: string
  client: Client
}

/**
 * Counts an attempt before any work is done for it, per address block and per account; every door counts in the same
 * place. Counting is one statement, so parallel attempts cannot slip through. The address is counted first, and what it
 * refuses is not counted against the account, which is kept as a keyed hash, so that no counter names anybody.
 *
 * @throws AppError too_many_requests: with the seconds until the next attempt counts
 * @throws AppError unavailable: the counters cannot be reached
 */
export async function countAttempt({ act, account, client }: Attempt): Promise<void> {
  if (env.RATE_LIMITS === 'off') return
  const { perAddress, perAccount } = limiters()[act]
  await consume(perAddress, addressBlock(client.ip))
  if (account === undefined) return
  for (const limiter of perAccount) await consume(limiter, hashGuessable(account))
}

/** Forgets an account's count after a success; the address keeps its own, or an attacker could clear it. */
export async function forgetFailures(account: string): Promise<void> {
  if (env.RATE_LIMITS === 'off') return
  for (const limiter of limiters().password.perAccount) await limiter.delete(hashGuessable(account))
}

async function consume(limiter: RateLimiterPostgres, key: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (cause) {
    if (!(cause instanceof RateLimiterRes))
      throw new AppError('unavailable', { retryAfterSeconds: RETRY_AFTER_SECONDS, cause })
    throw new AppError('too_many_requests', { retryAfterSeconds: Math.max(1, Math.ceil(cause.msBeforeNext / 1000)) })
  }
}

type Limiters = Record<LimitedAct, { perAddress: RateLimiterPostgres; perAccount: RateLimiterPostgres[] }>

function limiters(): Limiters {
  return processWide('limiters', () => ({
    password: makeLimiters('password'),
    sign_up: makeLimiters('sign_up'),
    mail: makeLimiters('mail'),
    link: makeLimiters('link'),
    personal_token: makeLimiters('personal_token'),
  }))
}

function makeLimiters(act: LimitedAct): Limiters[LimitedAct] {
  const { address, account, accountDay }: { address: Limit; account?: Limit; accountDay?: Limit } = limits[act]
  return {
    perAddress: makeLimiter(`${act}:address`, address),
    perAccount: [
      ...(account ? [makeLimiter(`${act}:account`, account)] : []),
      ...(accountDay ? [makeLimiter(`${act}:account_day`, accountDay)] : []),
    ],
  }
}

function makeLimiter(keyPrefix: string, { points, seconds }: Limit): RateLimiterPostgres {
  return new RateLimiterPostgres({
    storeClient: pool,
    storeType: 'pool',
    tableName: 'limits',
    tableCreated: true,
    clearExpiredByTimeout: false,
    keyPrefix,
    points,
    duration: seconds,
  })
}
