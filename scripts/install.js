import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './places.js'
import { run } from './processes.js'
import { SKIPPED, step } from './progress.js'

// Packages' own install scripts are not run: nothing we use needs them, and they are the way bad packages act.
const ARGS = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']

/** Installs exactly what package-lock.json names, unless it is there already. */
export function installPackages() {
  return step('Packages', () => {
    if (isInstalled()) return SKIPPED
    const npm = process.env.npm_execpath
    // The npm that runs this script, where there is one, rather than whichever comes first in PATH.
    const [command, args] = npm?.endsWith('.js') ? [process.execPath, [npm, ...ARGS]] : ['npm', ARGS]
    return run(command, args, { title: 'npm ci', env: { NODE_ENV: 'development' } })
  })
}

// npm writes its own copy of the lock file last, so an interrupted installation is begun anew.
function isInstalled() {
  const installedFile = join(root, 'node_modules/.package-lock.json')
  if (!existsSync(installedFile)) return false
  const wanted = packagesOf(join(root, 'package-lock.json'))
  const installed = packagesOf(installedFile)
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version,
  )
}

function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages
}
