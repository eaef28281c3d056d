import { env } from '@/lib/env'
import { applyMigrations } from '@/lib/migrations/apply-migrations'
import type { Command } from './command'

export const migrate: Command = async () => {
  const applied = await applyMigrations({ connectionString: env.DATABASE_DIRECT_URL ?? env.DATABASE_URL })
  console.log(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}`)
  return 0
}
