import { once } from 'node:events'
import { buildApplication } from './build-application.js'
import { hashSources, readStamp } from './build-stamp.js'
import { startPostgres } from './embedded-postgres.js'
import { lockFolder } from './folder-lock.js'
import { installPackages } from './install.js'
import { buildFolder, dataFolder } from './places.js'
import { startProgram, stopProgram } from './processes.js'
import { checkSettings, migrate, program } from './programs.js'
import { whileRunning } from './running.js'
import { listenForStop, untilStopped } from './stop-signal.js'

/** `npm run serve`: everything from the environment, nothing unsafe. */
export function runProductionMode() {
  listenForStop()
  return whileRunning(async (keep) => {
    const build = buildFolder()
    // Not even the packages are looked at then: an image holds only those the server needs.
    if (readStamp(build) !== hashSources()) {
      await installPackages()
      await buildApplication(build)
    }
    const env = { NODE_ENV: 'production', LATCHKEY_BUILD_DIR: build, ...(await embeddedDatabase(keep)) }
    // Before the migrations: an installation that is not allowed to start must not change its database.
    const refusal = checkSettings(build, env)
    if (refusal) return refusal
    await migrate(build, env)
    return serve(build, { env, keep })
  })
}

async function embeddedDatabase(keep) {
  if (process.env.DATABASE_URL || process.env.LATCHKEY_EMBEDDED_DATABASE !== 'on') return {}
  const data = dataFolder('production')
  keep(await lockFolder(data))
  const postgres = await startPostgres(data)
  keep(postgres.stop)
  return { DATABASE_URL: postgres.url, DATABASE_DIRECT_URL: '' }
}

async function serve(build, { env, keep }) {
  const server = startProgram(program(build, 'server'), { env })
  keep(() => stopProgram(server))
  const ended = once(server, 'exit').then(([code]) => code ?? 1)
  return Promise.race([untilStopped().then(() => 0), ended])
}
