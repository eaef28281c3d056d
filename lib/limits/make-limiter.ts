import { type RateLimiterAbstract, RateLimiterPostgres } from 'rate-limiter-flexible'
import { pool } from '@/lib/db'
import type { Limit } from './limits'

/** A counter that all processes share; counting is one statement. */
export function makeLimiter(keyPrefix: string, { points, seconds }: Limit): RateLimiterAbstract {
  return new RateLimiterPostgres({
    ...{ storeClient: pool, storeType: 'pool', tableName: 'limits', tableCreated: true, clearExpiredByTimeout: false },
    ...{ keyPrefix, points, duration: seconds },
  })
}
