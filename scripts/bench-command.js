import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { buildApplication } from './build-application.js'
import { Fault } from './fault.js'
import { installPackages } from './install.js'
import { buildFolder, root, testFolder } from './places.js'
import { runVisibly } from './processes.js'
import { whileRunning } from './running.js'
import { listenForStop } from './stop-signal.js'
import { testDatabase } from './test-database.js'

const MAIN = 'bench/main.js'

/** `npm run bench`: measures the build on a database of its own; what it finds belongs in docs/performance.md. */
export function runBench(args) {
  listenForStop()
  return whileRunning(async (keep) => {
    if (!existsSync(join(root, MAIN))) throw new Fault(`${MAIN} is missing.`)
    await installPackages()
    await buildApplication(buildFolder())
    const env = { DATABASE_URL: await testDatabase(testFolder(), keep), LATCHKEY_BUILD_DIR: buildFolder() }
    return runVisibly(process.execPath, [MAIN, ...args], { env })
  })
}
