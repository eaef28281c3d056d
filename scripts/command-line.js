import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findRunningPostgres } from './embedded-postgres.js'
import { Fault } from './fault.js'
import { hasLocalSecrets, localSecrets } from './local-secrets.js'
import { buildFolder, dataFolder, root } from './places.js'

const DEFAULT_PORT = '3000'

/** Hands over to the command line of the application (lib/cli), with the settings of `npm start` where none are given. */
export async function runCommandLine(args) {
  const file = join(root, buildFolder(), 'latchkey.js')
  if (!existsSync(file)) throw new Fault('Nothing is built yet: run `npm run build` first.')
  const settings = args.length > 0 && !process.env.AUTH_SECRET ? await localSettings() : {}
  const { status, signal } = spawnSync(process.execPath, ['--enable-source-maps', file, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...settings },
  })
  return signal ? 1 : status
}

async function localSettings() {
  const data = dataFolder()
  if (!hasLocalSecrets(data)) return {}
  const databaseUrl = process.env.DATABASE_URL || (await findRunningPostgres(data))
  if (!databaseUrl)
    throw new Fault('The database of the local mode is not running: run `npm start` in another terminal.')
  return {
    ...localSecrets(data),
    LATCHKEY_MODE: 'local',
    AUTH_URL: process.env.AUTH_URL || `http://localhost:${process.env.PORT || DEFAULT_PORT}`,
    DATABASE_URL: databaseUrl,
  }
}
