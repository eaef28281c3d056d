import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { pool } from '@/lib/db'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { processWide } from '@/lib/process-wide'
import type { Client } from '@/lib/sessions/client'
import { addressBlock } from './address-block'
import { type LimitedAct, limits } from './limits'

type Attempt = {
  act: LimitedAct
  /** The canonical e-mail address the attempt is about, whether or not an account has it. */
  account?: string
  client: Client
}

/**
 * Counts an attempt, before any work is done for it, per account and per address block; every door counts in the same
 * place. Counting is one statement, so parallel attempts cannot slip through.
 * @throws AppError too_many_requests: with the seconds until the next attempt counts
 * @throws AppError unavailable: the counters cannot be reached
 */
export async function countAttempt({ act, account, client }: Attempt): Promise<void> {
  if (env.RATE_LIMITS === 'off') return
  const { perAccount, perAddress } = limiters()[act]
  // Both are counted even when the first refuses, so that a refused attempt still costs its address.
  const counted = await Promise.allSettled([
    perAddress.consume(addressBlock(client.ip)),
    ...(account && perAccount ? [perAccount.consume(account)] : []),
  ])
  const refusals = counted.filter((one) => one.status === 'rejected').map((one): unknown => one.reason)
  const waits = refusals.map((reason) => {
    if (reason instanceof RateLimiterRes) return reason.msBeforeNext
    throw new AppError('unavailable', { cause: reason })
  })
  if (waits.length === 0) return
  throw new AppError('too_many_requests', { retryAfterSeconds: Math.max(1, Math.ceil(Math.max(...waits) / 1000)) })
}

/** Forgets an account's count after a success; the address keeps its own, or an attacker could clear it. */
export async function forgetFailures(account: string): Promise<void> {
  if (env.RATE_LIMITS === 'off') return
  await limiters().password.perAccount?.delete(account)
}

type Limiters = Record<LimitedAct, { perAccount?: RateLimiterPostgres; perAddress: RateLimiterPostgres }>

function limiters(): Limiters {
  return processWide('limiters', () => {
    const make = (keyPrefix: string, { points, seconds }: { points: number; seconds: number }) =>
      new RateLimiterPostgres({
        storeClient: pool,
        storeType: 'pool',
        tableName: 'limits',
        tableCreated: true,
        clearExpiredByTimeout: false,
        keyPrefix,
        points,
        duration: seconds,
      })
    const build = (act: LimitedAct) => {
      const { account, address } = limits[act]
      return {
        perAddress: make(`${act}:address`, address),
        ...(account && { perAccount: make(`${act}:account`, account) }),
      }
    }
    return { password: build('password'), sign_up: build('sign_up'), mail: build('mail'), link: build('link') }
  })
}
