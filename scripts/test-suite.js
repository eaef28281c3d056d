import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { prepareBrowser } from './browser.js'
import { buildApplication } from './build-application.js'
import { installPackages } from './install.js'
import { bringOtherNode } from './other-node.js'
import { testFolder } from './places.js'
import { run, runVisibly } from './processes.js'
import { step } from './progress.js'
import { whileRunning } from './running.js'
import { listenForStop } from './stop-signal.js'
import { testDatabase } from './test-database.js'

const BUILD_FOLDER = '.latchkey/test/build'

/**
 * `npm test`: brings what the tests need, runs them all, ends with `N passed, N failed`.
 * `npm run test:long` adds races, a soak, and the other Node version; `npm test -- notes` runs only the files whose
 * path contains `notes`.
 */
export function runTestSuite({ isLong, names }) {
  listenForStop()
  return whileRunning(async (keep) => {
    const folder = testFolder()
    await installPackages()
    const env = {
      NODE_ENV: 'test',
      TEST_LONG: isLong ? 'on' : '',
      DATABASE_URL: await testDatabase(folder, keep),
      CHROMIUM_PATH: await prepareBrowser(folder),
      LATCHKEY_BUILD_DIR: BUILD_FOLDER,
    }
    await buildApplication(BUILD_FOLDER)
    if (names.length === 0) await step('Types', checkTypes)
    const nodes = [process.execPath, ...(isLong ? [await bringOtherNode(folder)] : [])]
    const chosen = { folder, env, names }
    const counts = []
    for (const node of nodes) {
      // The programs under test build what another Node has built anew: better now than while they run.
      if (node !== process.execPath) await runVisibly(node, ['scripts/build.js'], { env })
      counts.push(await runVitest(node, chosen), await runPlaywright(node, chosen))
    }
    return report(counts)
  })
}

// The build looks at no types, and tests run without them.
function checkTypes() {
  return run(process.execPath, ['node_modules/typescript/bin/tsc', '--noEmit'], { title: 'The check of types' })
}

async function runVitest(node, { folder, env, names }) {
  const file = join(folder, 'vitest.json')
  rmSync(file, { force: true })
  const args = [
    'node_modules/vitest/vitest.mjs',
    'run',
    ...(names.length > 0 ? [...names, '--passWithNoTests'] : []),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]
  const code = await runVisibly(node, args, { env })
  const { numPassedTests = 0, numFailedTests = 0 } = readReport(file)
  return countsOf({ code, passed: numPassedTests, failed: numFailedTests, names })
}

async function runPlaywright(node, { folder, env, names }) {
  const file = join(folder, 'playwright.json')
  rmSync(file, { force: true })
  const args = [
    'node_modules/@playwright/test/cli.js',
    'test',
    ...(names.length > 0 ? [...names, '--pass-with-no-tests'] : []),
    '--config=e2e/playwright.config.ts',
    '--reporter=list,json',
  ]
  const code = await runVisibly(node, args, { env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file } })
  const { expected = 0, unexpected = 0, flaky = 0 } = readReport(file).stats ?? {}
  return countsOf({ code, passed: expected, failed: unexpected + flaky, names })
}

function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
}

// A runner that failed without naming a test, or that found none, is a failure too; among chosen files it may find none.
function countsOf({ code, passed, failed, names }) {
  const isBroken = failed === 0 && (code !== 0 || (passed === 0 && names.length === 0))
  return { passed, failed: isBroken ? 1 : failed }
}

function report(counts) {
  const passed = counts.reduce((sum, count) => sum + count.passed, 0)
  const failed = counts.reduce((sum, count) => sum + count.failed, 0)
  console.log(`\n${passed} passed, ${failed} failed`)
  return failed === 0 && passed > 0 ? 0 : 1
}
