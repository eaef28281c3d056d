import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installDebianPackage, libraryPath, unpackDebianPackages } from './debian-packages.js'

// Without windows, pages open in half the time of the whole browser. Its resources are a package of their own.
const [SHELL, RESOURCES] = ['chromium-headless-shell', 'chromium-common']

export async function installDebianChromium() {
  await installDebianPackage(SHELL)
  return `/usr/bin/${SHELL}`
}

/** Without root: the packages of Chromium and of what it misses here, unpacked into a folder. */
export async function unpackDebianChromium(folder) {
  const root = await unpackDebianPackages(folder, [SHELL, RESOURCES])
  const launcher = join(folder, 'run')
  const script = `#!/bin/sh
export LD_LIBRARY_PATH='${libraryPath(root)}'
exec '${root}/usr/lib/chromium/${SHELL}' "$@"
`
  writeFileSync(launcher, script, { mode: 0o755 })
  return launcher
}
