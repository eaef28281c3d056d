import { execFile } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { afterAll } from 'vitest'
import { bundlePrograms } from '@/scripts/bundle.js'

type Ran = { code: number; stdout: string; stderr: string; lines: string[] }

/** Bundles the command line as a build does; returns what runs a command of it with other settings and an input. */
export async function buildCommandLine() {
  const folder = `.latchkey/test/command-line-${randomUUID()}`
  await bundlePrograms(folder, { latchkey: './lib/cli/main.ts' })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return (args: string[], settings: Record<string, string> = {}, input = '') =>
    new Promise<Ran>((resolve) => {
      const options = { env: { ...process.env, ...settings } }
      const child = execFile(process.execPath, [`${folder}/latchkey.js`, ...args], options, (_, stdout, stderr) => {
        resolve({ code: child.exitCode ?? -1, stdout, stderr, lines: `${stdout}${stderr}`.trim().split('\n') })
      })
      child.stdin?.end(input)
    })
}

export const productionSettings = () => ({
  LATCHKEY_MODE: 'production',
  // Not this machine's name, and nothing of it listens there.
  AUTH_URL: 'https://0.0.0.0:1',
  AUTH_SECRET: randomBytes(33).toString('base64'),
  ENCRYPTION_KEYS: randomBytes(32).toString('base64'),
  MAIL_FROM: 'Acme <no-reply@acme.test>',
  TRUSTED_PROXY_HOPS: '1',
  BCRYPT_COST: '12',
})
