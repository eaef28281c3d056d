import { PrismaPg } from '@prisma/adapter-pg'
import { Pool } from 'pg'
import { PrismaClient } from '@/prisma/generated/client'
import { env } from './env'
import { processWide } from './process-wide'

/** The one connection pool of this process; hot statements go to it directly, as named statements. */
export const pool = processWide(
  'pool',
  () =>
    new Pool({
      connectionString: env.DATABASE_URL,
      max: env.DATABASE_POOL_SIZE,
      connectionTimeoutMillis: env.DATABASE_CONNECT_TIMEOUT_MS,
      statement_timeout: env.DATABASE_STATEMENT_TIMEOUT_MS,
      idleTimeoutMillis: 30_000,
    }),
)

// An idle connection that breaks must not end the process; the next query reports it.
if (pool.listenerCount('error') === 0) pool.on('error', () => {})

// A transaction waits longer than the pool does, so that a crowd is refused with the pool's error, which is an outage.
const transactionOptions = () => ({ maxWait: env.DATABASE_CONNECT_TIMEOUT_MS + 3_000, timeout: 10_000 })

export const db = processWide(
  'prisma',
  () => new PrismaClient({ adapter: new PrismaPg(pool), transactionOptions: transactionOptions() }),
)

/** What a store function runs on: the client, or the transaction it is part of. */
export type Db = Pick<
  typeof db,
  Exclude<keyof typeof db, '$connect' | '$disconnect' | '$on' | '$transaction' | '$extends' | symbol>
>

// Unique violation, write conflict or deadlock as Prisma tells them; of a raw statement, the database's own code.
const UNIQUE_VIOLATION = 'P2002'
const WRITE_CONFLICT = 'P2034'
const CONFLICT = /\b40(001|P01)\b/
const MAX_TRIES = 5

/**
 * Runs a transaction, and once more from the start when another one won: made the same row first, or was preferred in a
 * deadlock. `run` does nothing but database work, so that doing it twice is doing it once.
 */
export function inTransaction<T>(run: (tx: Db) => Promise<T>): Promise<T> {
  return retryConflicts(() => db.$transaction(run))
}

/** Runs a statement that is a transaction of its own, and again when another one won. */
export async function retryConflicts<T>(run: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await run()
    } catch (error) {
      if (tries === MAX_TRIES || !isConflict(error)) throw error
    }
  }
}

function isConflict(error: unknown): boolean {
  if (!(error instanceof Error && 'code' in error)) return false
  const code = String(error.code)
  return code === UNIQUE_VIOLATION || code === WRITE_CONFLICT || CONFLICT.test(code) || CONFLICT.test(error.message)
}
