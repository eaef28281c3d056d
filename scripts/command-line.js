import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from './fault.js'
import { buildFolder, root } from './places.js'

/** Hands over to the command line of the application (lib/cli). */
export function runCommandLine(args) {
  const file = join(root, buildFolder(), 'latchkey.js')
  if (!existsSync(file)) throw new Fault('Nothing is built yet: run `npm run build` first.')
  const { status, signal } = spawnSync(process.execPath, ['--enable-source-maps', file, ...args], {
    cwd: root,
    stdio: 'inherit',
  })
  return signal ? 1 : status
}
