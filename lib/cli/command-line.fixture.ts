import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { afterAll } from 'vitest'
import { bundlePrograms } from '@/scripts/bundle.js'

/** Bundles the command line as a build does; returns what runs a command of it with other settings. */
export async function buildCommandLine() {
  const folder = `.latchkey/test/command-line-${randomUUID()}`
  await bundlePrograms(folder, { latchkey: './lib/cli/main.ts' })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return (args: string[], settings: Record<string, string> = {}) =>
    new Promise<{ code: number; lines: string[] }>((resolve) => {
      const options = { env: { ...process.env, ...settings } }
      const child = execFile(process.execPath, [`${folder}/latchkey.js`, ...args], options, (_, stdout, stderr) => {
        resolve({ code: child.exitCode ?? -1, lines: `${stdout}${stderr}`.trim().split('\n') })
      })
    })
}
