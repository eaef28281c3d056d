import { pool } from '@/lib/db'
import { readMigrations } from './read-migrations'

let areKnownToBeApplied = false

/** Names the migrations of this version that the database does not have; those of a newer version do no harm here. */
export async function findPendingMigrations(folder = 'prisma/migrations'): Promise<string[]> {
  const names = (await readMigrations(folder)).map((migration) => migration.name)
  const { rows } = await pool.query<{ name: string }>(
    'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  )
  const applied = new Set(rows.map((row) => row.name))
  return names.filter((name) => !applied.has(name))
}

/** Asks until the answer is yes, which it stays: migrations are never taken back. */
export async function areMigrationsApplied(): Promise<boolean> {
  areKnownToBeApplied ||= (await findPendingMigrations()).length === 0
  return areKnownToBeApplied
}
