import { once } from 'node:events'
import { buildApplication, buildForDevelopment } from './build-application.js'
import { startPostgres } from './embedded-postgres.js'
import { Fault } from './fault.js'
import { lockFolder } from './folder-lock.js'
import { installPackages } from './install.js'
import { localSecrets } from './local-secrets.js'
import { buildFolder, dataFolder } from './places.js'
import { requireFreePort } from './ports.js'
import { checkSettings, migrate, seed, startServer, startSimulator } from './programs.js'
import { step } from './progress.js'
import { whileRunning } from './running.js'
import { listenForStop, untilStopped } from './stop-signal.js'

const DEFAULT_PORT = '3000'
// What a killed start has left behind needs this long to notice and to finish.
const LEFTOVER_MS = 5_000

/** `npm start` and `npm run dev`: everything on this machine, for this machine only. */
export function runLocalMode({ isDev }) {
  listenForStop()
  return whileRunning(async (keep) => {
    const startedAt = Date.now()
    const port = requirePort(process.env.PORT || DEFAULT_PORT)
    const data = dataFolder()
    keep(await lockFolder(data))
    await requireFreePort(port, { waitMs: LEFTOVER_MS })
    const build = isDev ? '.latchkey/dev' : buildFolder()
    await installPackages()
    await (isDev ? buildForDevelopment(build) : buildApplication(build))
    const env = { ...localSettings({ port, data, build, isDev }), ...(await databaseSettings(data, keep)) }
    await migrate(build, env)
    await seed(build, env)
    Object.assign(env, await startSimulator({ fromPort: port + 1, keep }))
    const server = await startServer(build, { env, keep })
    showBanner({ url: env.AUTH_URL, data, seconds: (Date.now() - startedAt) / 1000 })
    checkSettings(build, env)
    await Promise.race([untilStopped(), once(server, 'exit').then(serverEnded)])
  })
}

function localSettings({ port, data, build, isDev }) {
  return {
    ...localSecrets(data),
    NODE_ENV: isDev ? 'development' : 'production',
    LATCHKEY_MODE: 'local',
    LATCHKEY_BUILD_DIR: build,
    LATCHKEY_DEV: isDev ? 'on' : 'off',
    // So that a change in an API handler shows without a restart.
    HOT_ROUTES: isDev ? 'off' : 'on',
    HOST: 'localhost',
    WEB_PROCESSES: process.env.WEB_PROCESSES || '1',
    PORT: String(port),
    AUTH_URL: `http://localhost:${port}`,
    LOG_LEVEL: process.env.LOG_LEVEL || 'warn',
    NEXT_TELEMETRY_DISABLED: '1',
  }
}

async function databaseSettings(data, keep) {
  if (process.env.DATABASE_URL) return {}
  const postgres = await step('Database', () => startPostgres(data))
  keep(postgres.stop)
  return { DATABASE_URL: postgres.url, DATABASE_DIRECT_URL: '' }
}

function requirePort(text) {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Fault(`PORT is not a port number: ${text}`)
  return port
}

function serverEnded() {
  throw new Fault('The server ended unexpectedly.')
}

function showBanner({ url, data, seconds }) {
  console.log(`
  Latchkey is ready after ${seconds.toFixed(1)} s, for this machine only (loopback).

    ${url}            the application
    ${url}/mailbox    every mail it would have sent
    minji@example.com           somebody to sign in as, with the password: yellow lantern harbour
    owner@example.com           the owner, with the same password: ${url}/admin

  Data: ${data}
  Ctrl-C stops all of it.
`)
}
