import { randomUUID } from 'node:crypto'
import type { Client } from 'pg'
import type { Migration, MigrationRecord } from './migration'

// The table of `prisma migrate`, column for column, so that both tools can work on the same database.
const CREATE_TABLE = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum VARCHAR(64) NOT NULL,
    finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL,
    logs TEXT,
    rolled_back_at TIMESTAMPTZ,
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`

export async function createMigrationTable(client: Client): Promise<void> {
  await client.query(CREATE_TABLE)
}

export async function listMigrationRecords(client: Client): Promise<MigrationRecord[]> {
  const { rows } = await client.query<MigrationRecord>(
    `SELECT migration_name AS name, checksum, finished_at AS "finishedAt", rolled_back_at AS "rolledBackAt"
     FROM _prisma_migrations ORDER BY started_at`,
  )
  return rows
}

export async function recordApplied(client: Client, { name, checksum }: Migration, startedAt: Date): Promise<void> {
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, $4, clock_timestamp(), 1)`,
    [randomUUID(), checksum, name, startedAt],
  )
}

export async function recordRolledBack(
  client: Client,
  { name, checksum }: Migration,
  { startedAt, logs }: { startedAt: Date; logs: string },
): Promise<void> {
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, rolled_back_at, logs)
     VALUES ($1, $2, $3, $4, clock_timestamp(), $5)`,
    [randomUUID(), checksum, name, startedAt, logs],
  )
}
