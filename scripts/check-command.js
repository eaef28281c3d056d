import { generateClient } from './build-application.js'
import { Fault } from './fault.js'
import { installPackages } from './install.js'
import { testFolder } from './places.js'
import { runVisibly } from './processes.js'
import { whileRunning } from './running.js'
import { listenForStop } from './stop-signal.js'
import { testDatabase } from './test-database.js'

const CHECKS = {
  'Format and lint': ['node_modules/@biomejs/biome/bin/biome', 'check', '.'],
  Types: ['node_modules/typescript/bin/tsc', '--noEmit'],
  'Architecture, settings, dependencies, schema equals migrations': [
    'node_modules/vitest/vitest.mjs',
    'run',
    'lib/architecture',
    'lib/env.test',
    'lib/dependencies',
    'lib/migrations/schema',
  ],
}

/** `npm run check`: everything that can be said about the sources without running the application. */
export function runChecks() {
  listenForStop()
  return whileRunning(async (keep) => {
    await installPackages()
    await generateClient()
    const env = { DATABASE_URL: await testDatabase(testFolder(), keep) }
    for (const [title, args] of Object.entries(CHECKS)) {
      console.log(`\n${title}`)
      if ((await runVisibly(process.execPath, args, { env })) !== 0) throw new Fault(`Failed: ${title}.`)
    }
  })
}
