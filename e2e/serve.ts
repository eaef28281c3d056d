import { setTimeout as sleep } from 'node:timers/promises'
import { startProgram, stopProgram } from '../scripts/processes.js'

type Settings = Record<string, string> & { PORT: string }

const READY_MS = 90_000

/** Runs `npm run serve` until it is ready, and returns what stops it. */
export async function startServe(
  settings: Settings,
  { output = 'inherit' }: { output?: 'inherit' | number } = {},
): Promise<() => Promise<void>> {
  const child = startProgram('scripts/serve.js', { env: settings, output })
  const stop = () => stopProgram(child)
  const giveUpAt = Date.now() + READY_MS
  while (!(await isReady(settings.PORT))) {
    if (child.exitCode !== null || Date.now() > giveUpAt) {
      await stop()
      throw new Error('npm run serve did not become ready')
    }
    await sleep(100)
  }
  return stop
}

async function isReady(port: string): Promise<boolean> {
  const response = await fetch(`http://localhost:${port}/readyz`).catch(() => null)
  return response?.ok === true
}
