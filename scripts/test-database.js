import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { startPostgres, stopPostgresIn } from './embedded-postgres.js'
import { lockFolder } from './folder-lock.js'
import { step } from './progress.js'

/** A database server of the tests' own, new each time, unless `DATABASE_URL` names one. Returns its address. */
export async function testDatabase(folder, keep) {
  if (process.env.DATABASE_URL) return process.env.DATABASE_URL
  const data = join(folder, 'database')
  keep(await lockFolder(folder))
  return step('Database', async () => {
    await stopPostgresIn(data)
    rmSync(join(data, 'postgres'), { recursive: true, force: true })
    const postgres = await startPostgres(data, { isPassing: true })
    keep(postgres.stop)
    return postgres.url
  })
}
