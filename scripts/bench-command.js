import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildApplication } from './build-application.js'
import { Fault } from './fault.js'
import { installPackages } from './install.js'
import { root, testFolder } from './places.js'
import { findFreePort } from './ports.js'
import { run, runVisibly } from './processes.js'
import { migrate, program } from './programs.js'
import { step } from './progress.js'
import { whileRunning } from './running.js'
import { listenForStop } from './stop-signal.js'
import { testDatabase } from './test-database.js'

const BUILD_FOLDER = '.latchkey/bench'
// Five in a row, below the ephemeral range.
const FIRST_PORT = 21_300

const PROGRAMS = {
  bench: './bench/main.ts',
  'bare-server': './bench/bare-server.ts',
  'bare-rotation-server': './bench/bare-rotation-server.ts',
  growth: './bench/growth.ts',
  'growth-size': './bench/growth-size.ts',
  revocation: './bench/revocation.ts',
  timing: './bench/timing.ts',
}

const MEASUREMENTS = ['bench', 'growth', 'revocation', 'timing']

/**
 * `npm run bench`: measures a build on a database of its own; what it finds belongs in docs/performance.md.
 * `npm run bench -- growth`, `-- revocation` and `-- timing` measure only that, with the flags that follow.
 */
export function runBench([name = 'bench', ...flags]) {
  listenForStop()
  if (!MEASUREMENTS.includes(name)) throw new Fault(`There is no measurement of that name: ${name}`)
  return whileRunning(async (keep) => {
    await installPackages()
    await buildApplication(BUILD_FOLDER)
    await step('Measuring programs', () => buildBench(name))
    const env = { ...settings(await findFreePort(FIRST_PORT)), ...(await benchDatabase(keep)) }
    await migrate(BUILD_FOLDER, env)
    return runVisibly(process.execPath, [program(BUILD_FOLDER, name), ...flags], { env })
  })
}

async function buildBench(name) {
  // Imported late: at the first start esbuild is not installed yet when this file is read.
  const { bundlePrograms } = await import('./bundle.js')
  await bundlePrograms(BUILD_FOLDER, PROGRAMS)
  if (name === 'bench') await buildNextRoute()
}

async function buildNextRoute() {
  // Built from a copy: Next writes into the folder it builds.
  const copy = join(root, BUILD_FOLDER, 'next-route')
  rmSync(copy, { recursive: true, force: true })
  cpSync(join(root, 'bench/next-route'), copy, { recursive: true })
  await run(process.execPath, ['node_modules/next/dist/bin/next', 'build', copy], {
    title: 'next build',
    env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  })
}

async function benchDatabase(keep) {
  const folder = join(testFolder(), 'bench')
  mkdirSync(folder, { recursive: true, mode: 0o711 })
  const DATABASE_URL = await testDatabase(folder, keep)
  const pidFile = join(folder, 'database/postgres/postmaster.pid')
  const isOurs = !process.env.DATABASE_URL && existsSync(pidFile)
  const [BENCH_DATABASE_PID = ''] = isOurs ? readFileSync(pidFile, 'utf8').split('\n') : []
  return { DATABASE_URL, BENCH_DATABASE_PID }
}

// As in production, but for the mode, which would ask for https, and the limits, which would end the measurement.
function settings(port) {
  return {
    NODE_ENV: 'production',
    LATCHKEY_MODE: 'local',
    LATCHKEY_BUILD_DIR: BUILD_FOLDER,
    AUTH_URL: `http://localhost:${port}`,
    AUTH_SECRET: 'the secret of a bench run, of forty characters',
    ENCRYPTION_KEYS: Buffer.alloc(32, 'bench').toString('base64'),
    RATE_LIMITS: 'off',
    // The same for all servers, whatever their port.
    TOKEN_ISSUER: 'bench',
    TOKEN_AUDIENCE: 'bench',
    LOG_LEVEL: 'info',
  }
}
