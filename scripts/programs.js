import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from './places.js'
import { findFreePort } from './ports.js'
import { run, startProgram, stopProgram, untilReady } from './processes.js'
import { step } from './progress.js'

// Who the simulator (e2e/simulator) knows its caller as.
const SIMULATOR_CLIENT = { AUTH_GOOGLE_ID: 'latchkey-local', AUTH_GOOGLE_SECRET: 'latchkey-local-secret' }

export function program(buildFolder, name) {
  return join(root, buildFolder, `${name}.js`)
}

export function migrate(buildFolder, env) {
  return step('Migrations', () =>
    run(process.execPath, [program(buildFolder, 'latchkey'), 'migrate'], { title: 'The migration', env }),
  )
}

/**
 * Says what is wrong with the settings, or what is unsafe and allowed in local mode only.
 * Returns the exit code: 0 where the server may start.
 */
export function checkSettings(buildFolder, env) {
  const { status } = spawnSync(process.execPath, [program(buildFolder, 'latchkey'), 'check-settings'], {
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  return status ?? 1
}

export function seed(buildFolder, env) {
  return step('People to try it with', () =>
    run(process.execPath, [program(buildFolder, 'seed')], { title: 'The seed', env }),
  )
}

/** Starts the stand-in for Google and returns the settings that lead to it. */
export async function startSimulator(buildFolder, { fromPort, appUrl, keep }) {
  const port = await findFreePort(fromPort)
  await step('Simulated Google', async () => {
    const child = startProgram(program(buildFolder, 'simulator'), { env: { PORT: String(port), AUTH_URL: appUrl } })
    keep(() => stopProgram(child))
    await untilReady(child, 'The simulator')
  })
  return { AUTH_GOOGLE_ISSUER: `http://localhost:${port}/google`, ...SIMULATOR_CLIENT }
}

export async function startServer(buildFolder, { env, keep }) {
  const child = startProgram(program(buildFolder, 'server'), { env, args: [] })
  keep(() => stopProgram(child))
  await step('Server', () => untilReady(child, 'The server'))
  return child
}
