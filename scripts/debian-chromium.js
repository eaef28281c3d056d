import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './processes.js'

const APT_GET = '/usr/bin/apt-get'

export function hasDebianPackages() {
  return existsSync(APT_GET)
}

export async function installDebianChromium() {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await run(APT_GET, ['update', '-qq'], { env })
  await run(APT_GET, ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { env })
  return '/usr/bin/chromium'
}

/** Without root: the packages of Chromium and of what it misses here, unpacked into a folder. */
export async function unpackDebianChromium(folder) {
  const apt = privateApt(folder)
  await run(APT_GET, [...apt, 'update', '-qq'], { cwd: folder })
  const plan = await run(APT_GET, [...apt, 'install', '--simulate', '--no-install-recommends', 'chromium'], {
    cwd: folder,
  })
  const names = [...plan.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name)
  await run(APT_GET, [...apt, 'download', '-qq', ...names], { cwd: folder })
  const root = join(folder, 'root')
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.deb'))) {
    await run('dpkg-deb', ['--extract', join(folder, file), root])
    rmSync(join(folder, file))
  }
  return writeLauncher(folder, root)
}

// The state of the system's apt belongs to root; a copy of our own lets an ordinary user ask the same sources.
function privateApt(folder) {
  for (const name of ['state/lists/partial', 'cache/archives/partial'])
    mkdirSync(join(folder, name), { recursive: true })
  const options = {
    'Dir::State': join(folder, 'state'),
    'Dir::State::status': '/var/lib/dpkg/status',
    'Dir::Cache': join(folder, 'cache'),
    'Debug::NoLocking': '1',
    'APT::Sandbox::User': '',
  }
  return Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`])
}

function writeLauncher(folder, root) {
  const launcher = join(folder, 'run')
  const libraries = [`${root}/usr/lib`, `${root}/lib`].flatMap((path) => [path, ...architectures(path)])
  const script = `#!/bin/sh
export LD_LIBRARY_PATH='${libraries.join(':')}'
exec '${root}/usr/lib/chromium/chromium' "$@"
`
  writeFileSync(launcher, script, { mode: 0o755 })
  return launcher
}

function architectures(path) {
  if (!existsSync(path)) return []
  return readdirSync(path)
    .filter((name) => name.endsWith('-linux-gnu'))
    .map((name) => join(path, name))
}
