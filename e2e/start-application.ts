import { randomBytes } from 'node:crypto'
import { openSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { applyMigrations } from '@/lib/migrations/apply-migrations'
import { createDatabase, dropDatabase } from '@/lib/testing/databases'
import { startProgram, stopProgram, untilReady } from '../scripts/processes.js'
import { bundleSimulator } from '../scripts/programs.js'
import { origins, ports } from './ports'
import { startSmtpServer } from './received-mail'
import { startServe } from './serve'
import { simulatorUrl } from './simulator/authorization'
import { startTlsProxy } from './tls-proxy'

type Settings = Record<string, string>

const build = process.env.LATCHKEY_BUILD_DIR ?? '.latchkey/build'

/** What the programs under test print, all of this run. */
export const applicationLog = `${build}.log`

/** Every host that a program of this run connected to. */
export const connectionsFile = resolve(`${build}.connections`)

/** Every host that a browser of this run asked for. */
export const browserHostsFile = resolve(`${build}.browser-hosts`)

/** Starts all that the projects run against, and returns what stops it. */
export default async function startApplication() {
  const stops: (() => unknown)[] = []
  const logFile = openSync(applicationLog, 'w')
  recordConnections()
  const stopAll = async () => {
    for (const stop of stops.reverse()) await stop()
  }
  const start = async (file: string, settings: Settings) => {
    const child = startProgram(file, { env: settings, output: logFile })
    stops.push(() => stopProgram(child))
    await untilReady(child, file)
    return child
  }
  const newDatabase = async () => {
    const url = await createDatabase(`lk_e2e_${randomBytes(6).toString('hex')}`)
    stops.push(() => dropDatabase(url))
    return url
  }
  try {
    const [local, production] = [localSettings(await newDatabase()), productionSettings(await newDatabase())]
    await applyMigrations({ connectionString: local.DATABASE_URL })
    await start(await bundleSimulator(`${build}-simulator`), { PORT: String(ports.simulator) })
    const server = join(build, 'server.js')
    const application = await start(server, local)
    const throughNext = {
      ...{ AUTH_URL: origins.throughNext, PORT: String(ports.throughNext), HOT_ROUTES: 'off' },
      // One installation in two processes: each takes the other's tokens.
      ...{ TOKEN_ISSUER: local.AUTH_URL, TOKEN_AUDIENCE: local.AUTH_URL },
    }
    await start(server, { ...local, ...throughNext })
    const smtp = await startSmtpServer(ports.smtp)
    stops.push(smtp.stop)
    const serving = { ...production, NODE_EXTRA_CA_CERTS: smtp.certificateFile }
    stops.push(await startServe(serving, { output: logFile }))
    stops.push((await startTlsProxy({ host: 'latchkey.test', port: ports.proxy, targetPort: ports.production })).stop)
    // The fixtures work on the database of the application directly, with its settings.
    Object.assign(process.env, local, {
      // What tests start themselves prints for the person who reads the run.
      LOG_LEVEL: 'error',
      E2E_PRODUCTION_DATABASE_URL: production.DATABASE_URL,
      E2E_APPLICATION_PID: String(application.pid),
    })
    return stopAll
  } catch (error) {
    await stopAll()
    throw error
  }
}

// Inherited by all that this run starts from here on, its own workers too.
function recordConnections() {
  for (const file of [connectionsFile, browserHostsFile]) writeFileSync(file, '')
  Object.assign(process.env, { CONNECTIONS_FILE: connectionsFile, BROWSER_HOSTS_FILE: browserHostsFile })
  const recorder = new URL('../lib/testing/record-connections.js', import.meta.url)
  process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --import "${recorder.href}"`
}

function localSettings(databaseUrl: string) {
  return {
    NODE_ENV: 'production',
    LATCHKEY_MODE: 'local',
    LATCHKEY_BUILD_DIR: build,
    DATABASE_URL: databaseUrl,
    AUTH_URL: origins.application,
    WEB_PROCESSES: '1',
    PORT: String(ports.application),
    AUTH_SECRET: randomBytes(48).toString('base64'),
    ENCRYPTION_KEYS: randomBytes(32).toString('base64'),
    ...withoutProviders(),
    SIMULATOR_URL: simulatorUrl(origins.simulator),
    // Each test comes from an address of its own, so that the limits stay on.
    TRUSTED_PROXY_HOPS: '1',
    BCRYPT_COST: '5',
    SIGN_IN_BY_CODE: 'on',
    LOG_LEVEL: 'info',
  }
}

// Whatever the shell has that runs the tests.
function withoutProviders(): Settings {
  const named = ['GOOGLE', 'KAKAO', 'NAVER', 'GITHUB'].flatMap((name) => [`AUTH_${name}_ID`, `AUTH_${name}_SECRET`])
  return Object.fromEntries([...named, 'OPENID_PROVIDERS'].map((name) => [name, '']))
}

function productionSettings(databaseUrl: string) {
  return {
    NODE_ENV: 'production',
    LATCHKEY_MODE: 'production',
    LATCHKEY_BUILD_DIR: build,
    DATABASE_URL: databaseUrl,
    AUTH_URL: origins.production,
    PORT: String(ports.production),
    AUTH_SECRET: randomBytes(48).toString('base64'),
    ENCRYPTION_KEYS: randomBytes(32).toString('base64'),
    SMTP_URL: `smtps://localhost:${ports.smtp}`,
    MAIL_FROM: 'Latchkey <no-reply@latchkey.test>',
    ...withoutProviders(),
    TRUSTED_PROXY_HOPS: '1',
    WEB_PROCESSES: '2',
    LOG_LEVEL: 'info',
  }
}
