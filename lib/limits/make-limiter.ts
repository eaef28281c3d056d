import { type RateLimiterAbstract, RateLimiterPostgres, RateLimiterRedis } from 'rate-limiter-flexible'
import { pool } from '@/lib/db'
import { env } from '@/lib/env'
import type { Limit } from './limits'
import { redis } from './redis'

/** A counter that all processes share, in Redis where there is one, else in PostgreSQL; counting is one statement. */
export function makeLimiter(keyPrefix: string, { points, seconds }: Limit): RateLimiterAbstract {
  const counter = { points, duration: seconds }
  if (env.REDIS_URL !== undefined) {
    const storage = { storeClient: redis(), useRedisPackage: true }
    return new RateLimiterRedis({ ...storage, ...counter, keyPrefix: `latchkey:${keyPrefix}` })
  }
  const storage = { storeClient: pool, storeType: 'pool', tableName: 'limits', tableCreated: true }
  return new RateLimiterPostgres({ ...storage, ...counter, keyPrefix, clearExpiredByTimeout: false })
}
