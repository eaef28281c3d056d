import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './processes.js'

const APT_GET = '/usr/bin/apt-get'

export function hasDebianPackages() {
  return existsSync(APT_GET)
}

export async function installDebianPackage(name) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await run(APT_GET, ['update', '-qq'], { env })
  await run(APT_GET, ['install', '-y', '-qq', '--no-install-recommends', name], { env })
}

/**
 * Without root: packages and what they miss here, unpacked into a folder.
 * @returns the folder that stands for the root of the file system
 */
export async function unpackDebianPackages(folder, names) {
  const apt = privateApt(folder)
  await run(APT_GET, [...apt, 'update', '-qq'], { cwd: folder })
  const plan = await run(APT_GET, [...apt, 'install', '--simulate', '--no-install-recommends', ...names], {
    cwd: folder,
  })
  const missing = [...plan.matchAll(/^Inst (\S+)/gm)].map(([, found]) => found)
  await run(APT_GET, [...apt, 'download', '-qq', ...new Set([...names, ...missing])], { cwd: folder })
  const root = join(folder, 'root')
  for (const file of readdirSync(folder).filter((it) => it.endsWith('.deb'))) {
    await run('dpkg-deb', ['--extract', join(folder, file), root])
    rmSync(join(folder, file))
  }
  return root
}

/** Where a program of an unpacked package finds its libraries, for LD_LIBRARY_PATH; some lie in folders of their own. */
export function libraryPath(root) {
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
  const libraries = files.filter((file) => /\.so(\.|$)/.test(file.name))
  return [...new Set(libraries.map((file) => file.parentPath))].join(':')
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
