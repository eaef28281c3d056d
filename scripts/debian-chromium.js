import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installDebianPackage, libraryPath, unpackDebianPackage } from './debian-packages.js'

export async function installDebianChromium() {
  await installDebianPackage('chromium')
  return '/usr/bin/chromium'
}

/** Without root: the packages of Chromium and of what it misses here, unpacked into a folder. */
export async function unpackDebianChromium(folder) {
  const root = await unpackDebianPackage(folder, 'chromium')
  const launcher = join(folder, 'run')
  const script = `#!/bin/sh
export LD_LIBRARY_PATH='${libraryPath(root)}'
exec '${root}/usr/lib/chromium/chromium' "$@"
`
  writeFileSync(launcher, script, { mode: 0o755 })
  return launcher
}
