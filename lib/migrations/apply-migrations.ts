import { Client } from 'pg'
import { type Migration, MigrationError } from './migration'
import { createMigrationTable, listMigrationRecords, recordApplied, recordRolledBack } from './migration-records'
import { pendingMigrations } from './pending-migrations'
import { readMigrations } from './read-migrations'

// The number that `prisma migrate` locks, so that the two never run at once.
const LOCK = 72_707_369
const LOCK_TIMEOUT_MS = 60_000
const LOCK_NOT_AVAILABLE = '55P03'

type Options = { connectionString: string; folder?: string; lockTimeoutMs?: number }

/**
 * Brings the database to the schema of this version and returns the names of the migrations it applied.
 * Each runs in a transaction of its own: a failed one leaves nothing behind, the ones before it stand.
 *
 * @param connectionString a direct connection: a pooler in transaction mode would lose the lock
 * @throws MigrationError one failed, the database does not fit, or another process kept the lock
 */
export async function applyMigrations(options: Options): Promise<string[]> {
  const { connectionString, folder = 'prisma/migrations', lockTimeoutMs = LOCK_TIMEOUT_MS } = options
  const migrations = await readMigrations(folder)
  const client = new Client({ connectionString, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    await takeLock(client, lockTimeoutMs)
    await createMigrationTable(client)
    const pending = pendingMigrations(migrations, await listMigrationRecords(client))
    for (const migration of pending) await applyMigration(client, migration)
    return pending.map((migration) => migration.name)
  } finally {
    // Closing the connection gives the lock back.
    await client.end()
  }
}

async function takeLock(client: Client, timeoutMs: number): Promise<void> {
  await client.query(`SELECT set_config('lock_timeout', $1, false)`, [String(timeoutMs)])
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK])
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === LOCK_NOT_AVAILABLE)) throw error
    throw new MigrationError('Another process is migrating this database and has not finished.', { cause: error })
  }
}

// PostgreSQL says in `detail` which rows it is about.
function sayWhy(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'detail' in error && error.detail ? `${error.message}. ${error.detail}` : error.message
}

async function applyMigration(client: Client, migration: Migration): Promise<void> {
  const startedAt = new Date()
  try {
    await client.query('BEGIN')
    await client.query(migration.sql)
    await recordApplied(client, migration, startedAt)
    await client.query('COMMIT')
  } catch (error) {
    const logs = sayWhy(error)
    await client.query('ROLLBACK')
    await recordRolledBack(client, migration, { startedAt, logs })
    throw new MigrationError(`Migration ${migration.name} failed and was rolled back: ${logs}`, { cause: error })
  }
}
