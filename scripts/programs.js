import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from './places.js'
import { findFreePort } from './ports.js'
import { run, startProgram, stopProgram, untilReady } from './processes.js'
import { step } from './progress.js'

const SIMULATOR_FOLDER = '.latchkey/simulator'
// By which the application is known at every simulated provider (e2e/simulator/authorization.ts).
const SIMULATED_CLIENT = 'latchkey-local:latchkey-local-secret'

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

/** Starts the stand-in for the providers and returns the setting that leads to it. */
export async function startSimulator({ fromPort, keep }) {
  const port = await findFreePort(fromPort)
  await step('Simulated providers', async () => {
    const child = startProgram(await bundleSimulator(SIMULATOR_FOLDER), { env: { PORT: String(port) } })
    keep(() => stopProgram(child))
    await untilReady(child, 'The simulator')
  })
  return { SIMULATOR_URL: `http://${SIMULATED_CLIENT}@localhost:${port}` }
}

/** Bundles the simulator into a folder of its own, so that no build contains it, and returns its file. */
export async function bundleSimulator(folder) {
  // Imported late: at the first start esbuild is not installed yet when this file is read.
  const { bundlePrograms } = await import('./bundle.js')
  await bundlePrograms(folder, { simulator: './e2e/simulator/main.ts' })
  return program(folder, 'simulator')
}

export async function startServer(buildFolder, { env, keep }) {
  const child = startProgram(program(buildFolder, 'server'), { env, args: [] })
  keep(() => stopProgram(child))
  await step('Server', () => untilReady(child, 'The server'))
  return child
}
