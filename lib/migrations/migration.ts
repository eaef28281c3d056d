/** One folder of prisma/migrations. */
export type Migration = { name: string; sql: string; checksum: string }

/** What Prisma's own table keeps of a migration; both dates are null while one runs, and after Prisma failed in it. */
export type MigrationRecord = { name: string; checksum: string; finishedAt: Date | null; rolledBackAt: Date | null }

/** The database and the migrations of this version do not fit; the message is for the person who starts the server. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
}
