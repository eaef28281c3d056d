import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { installDebianChromium, unpackDebianChromium } from './debian-chromium.js'
import { hasDebianPackages } from './debian-packages.js'
import { Fault } from './fault.js'
import { isRoot } from './places.js'
import { run } from './processes.js'
import { step } from './progress.js'

const ON_THE_MACHINE = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]
const DOWNLOAD_MS = 240_000

/** Finds a browser for the tests, or brings one, and returns the path of its program. */
export function prepareBrowser(folder) {
  return step('Browser', async () => {
    const ways = [
      () => process.env.CHROMIUM_PATH,
      playwrightChromium,
      () => '/usr/bin/chromium-headless-shell',
      () => join(folder, 'chromium-headless-shell/run'),
      unlessOutOfReach(downloadPlaywrightChromium),
      unlessOutOfReach(() => bringDebianChromium(join(folder, 'chromium-headless-shell'))),
      () => ON_THE_MACHINE.find(doesRun),
    ]
    for (const way of ways) {
      const path = await way()
      if (path && doesRun(path)) return path
    }
    throw new Fault('No browser for the tests: install Chromium, or name one with CHROMIUM_PATH.')
  })
}

// Libraries may be missing for a program that is there.
function doesRun(path) {
  return existsSync(path) && spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0
}

async function playwrightChromium() {
  const { chromium } = await import('@playwright/test')
  return chromium.executablePath()
}

async function downloadPlaywrightChromium() {
  await run(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', 'chromium'], {
    title: 'playwright install',
    timeout: DOWNLOAD_MS,
    env: { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '5000' },
  })
  return await playwrightChromium()
}

async function bringDebianChromium(folder) {
  if (!hasDebianPackages()) return undefined
  return await (isRoot ? installDebianChromium() : unpackDebianChromium(folder))
}

// Many machines reach no host of Playwright's or Debian's; there are other ways.
function unlessOutOfReach(way) {
  return async () => {
    try {
      return await way()
    } catch (error) {
      if (error instanceof Fault) return undefined
      throw error
    }
  }
}
