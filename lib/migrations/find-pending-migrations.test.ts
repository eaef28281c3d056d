import { expect, test } from 'vitest'
import { pool } from '@/lib/db'
import { areMigrationsApplied, findPendingMigrations } from './find-pending-migrations'

test('a migration that is not recorded, or was rolled back, is pending', async () => {
  const { rows } = await pool.query<{ name: string }>(
    'UPDATE _prisma_migrations SET rolled_back_at = now() RETURNING migration_name AS name',
  )
  expect(await findPendingMigrations()).toEqual(rows.map((row) => row.name))
  expect(await areMigrationsApplied()).toBe(false)

  await pool.query('UPDATE _prisma_migrations SET rolled_back_at = NULL')
  expect(await areMigrationsApplied()).toBe(true)
})
