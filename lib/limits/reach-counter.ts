import { RateLimiterRes } from 'rate-limiter-flexible'
import { AppError } from '@/lib/errors'

const RETRY_AFTER_SECONDS = 5
const MAX_READ_MS = 4_000

/**
 * Waits for what a counter was asked.
 *
 * @throws RateLimiterRes: one more than the counter lets through
 * @throws AppError unavailable: the counter cannot be reached
 */
export async function reachCounter<Answer>(asked: Promise<Answer>): Promise<Answer> {
  try {
    return await asked
  } catch (cause) {
    if (cause instanceof RateLimiterRes) throw cause
    throw new AppError('unavailable', { retryAfterSeconds: RETRY_AFTER_SECONDS, cause })
  }
}

/** The same for reading one: Redis is asked that in a transaction, for which its client knows no timeout. */
export async function readCounter<Answer>(asked: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the counter did not answer in time')), MAX_READ_MS)
  })
  try {
    return await reachCounter(Promise.race([asked, late]))
  } finally {
    clearTimeout(timer)
  }
}
