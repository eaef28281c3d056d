import { randomBytes } from 'node:crypto'
import type { TestProject } from 'vitest/node'
import { applyMigrations } from '@/lib/migrations/apply-migrations'
import { createDatabase, dropDatabase } from './databases'

declare module 'vitest' {
  interface ProvidedContext {
    templateDatabase: string
  }
}

/** Migrates one database before the first test file; every file works on a copy of it. */
export default async function setup(project: TestProject) {
  const template = `lk_test_${randomBytes(6).toString('hex')}`
  const connectionString = await createDatabase(template)
  await applyMigrations({ connectionString })
  project.provide('templateDatabase', template)
  return () => dropDatabase(connectionString)
}
