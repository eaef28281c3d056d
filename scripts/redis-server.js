import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hasDebianPackages, libraryPath, unpackDebianPackages } from './debian-packages.js'
import { Fault } from './fault.js'
import { testFolder } from './places.js'

/** Finds a Redis or Valkey for the tests, or brings one, and returns the path of its program. */
export async function prepareRedis() {
  const folder = join(testFolder(), 'redis')
  const ways = [
    () => process.env.REDIS_SERVER,
    () => 'valkey-server',
    () => 'redis-server',
    () => join(folder, 'run'),
    () => hasDebianPackages() && unpackDebianRedis(folder),
  ]
  for (const way of ways) {
    const program = await way()
    if (program && doesRun(program)) return program
  }
  throw new Fault('No Redis for the tests: install redis-server or valkey-server, or name one with REDIS_SERVER.')
}

function doesRun(program) {
  return spawnSync(program, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0
}

// Unpacked, not installed: the package would start a service.
async function unpackDebianRedis(folder) {
  mkdirSync(folder, { recursive: true })
  const root = await unpackDebianPackages(folder, ['redis-server'])
  if (!existsSync(join(root, 'usr/bin/redis-server'))) return undefined
  const launcher = join(folder, 'run')
  const script = `#!/bin/sh
export LD_LIBRARY_PATH='${libraryPath(root)}'
exec '${root}/usr/bin/redis-server' "$@"
`
  writeFileSync(launcher, script, { mode: 0o755 })
  return launcher
}
