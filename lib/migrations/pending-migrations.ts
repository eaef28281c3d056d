import { type Migration, MigrationError, type MigrationRecord } from './migration'

/**
 * Says which migrations are still to be applied.
 *
 * @throws MigrationError the database has one that is unknown here, was changed since, or stopped half-way
 */
export function pendingMigrations(migrations: Migration[], records: MigrationRecord[]): Migration[] {
  const standing = records.filter((record) => record.rolledBackAt === null)
  const applied = new Set(standing.map((record) => record.name))
  for (const record of standing) {
    const fault = findFault(
      record,
      migrations.find((migration) => migration.name === record.name),
    )
    if (fault) throw new MigrationError(`The database does not fit this version: migration ${record.name} ${fault}.`)
  }
  return migrations.filter((migration) => !applied.has(migration.name))
}

function findFault(record: MigrationRecord, migration: Migration | undefined): string | undefined {
  if (record.finishedAt === null) return 'was begun by another tool and never finished'
  if (!migration) return 'was applied by a newer version'
  if (migration.checksum !== record.checksum) return 'was changed after it had been applied'
  return undefined
}
