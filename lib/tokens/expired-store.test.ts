import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { EXPIRED_SQL, expirables } from './expired-store'

// Keys are a handful and need no index.
test.each(expirables.filter((kind) => kind !== 'signing_keys'))(
  'of %s an index names those that expired',
  async (kind) => {
    const lines = await db.$transaction(async (tx) => {
      await tx.$executeRaw`SET LOCAL enable_seqscan = off`
      return tx.$queryRawUnsafe<{ 'QUERY PLAN': string }[]>(`EXPLAIN ${EXPIRED_SQL[kind]}`, new Date(), 1_000)
    })
    const plan = lines.map((line) => line['QUERY PLAN']).join('\n')
    expect(plan).toMatch(/Index Cond: \((expires_at|created_at|last_seen_at|expire) <= /)
  },
)
