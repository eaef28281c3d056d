import { Client } from 'pg'
import { env } from '@/lib/env'
import { FUNCTIONS_SQL, type Size, type Step, steps } from './rows'

const BATCH = 500_000

/** Fills an empty database by SQL alone, in batches that commit by themselves, and leaves it as autovacuum would. */
export async function grow(size: Size, now: Date): Promise<void> {
  const client = new Client({ connectionString: env.DATABASE_URL })
  await client.connect()
  try {
    await client.query('SET synchronous_commit = off')
    // The rows fit together; only a superuser may say so.
    await client.query(`SELECT set_config('session_replication_role', 'replica', false)
                         WHERE (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)`)
    await client.query(withSize(FUNCTIONS_SQL, size, now))
    for (const step of steps) await insertAll(client, step, size, now)
    await client.query(`SELECT setval(pg_get_serial_sequence('users', 'number'), $1)`, [size.users])
    await client.query('VACUUM (ANALYZE)')
  } finally {
    await client.end()
  }
}

async function insertAll(client: Client, { title, rows, sql }: Step, size: Size, now: Date): Promise<void> {
  const count = rows(size)
  const startedAt = performance.now()
  for (let from = 1; from <= count; from += BATCH) {
    const to = Math.min(count, from + BATCH - 1)
    await client.query(withSize(sql, size, now), [from, to])
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0)
    process.stderr.write(`${title}: ${to} of ${count}, ${seconds} s\n`)
  }
}

function withSize(sql: string, { users, tokens }: Size, now: Date): string {
  const given = { now: `'${now.toISOString()}'`, users, tokens, lifetime: `'${env.REFRESH_TOKEN_SECONDS} seconds'` }
  return Object.entries(given).reduce((text, [name, value]) => text.replaceAll(`$${name}$`, `${value}`), sql)
}
