import { join } from 'node:path'
import { run } from './processes.js'
import { step } from './progress.js'

const SUPPORTED = [20, 24]

/** Brings the supported Node version that does not run this, as a package, and returns the path of its program. */
export function bringOtherNode(folder) {
  const major = SUPPORTED.find((version) => !process.version.startsWith(`v${version}.`))
  const name = `node-${process.platform}-${process.arch}`
  const prefix = join(folder, `node-${major}`)
  return step(`Node ${major}`, async () => {
    await run(
      'npm',
      ['install', '--prefix', prefix, '--ignore-scripts', '--no-audit', '--no-fund', `${name}@${major}`],
      {
        title: `npm install ${name}@${major}`,
      },
    )
    return join(prefix, 'node_modules', name, 'bin', 'node')
  })
}
