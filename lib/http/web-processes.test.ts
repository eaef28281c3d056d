import cluster from 'node:cluster'
import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runWebProcesses } from './web-processes'

const program = join(mkdtempSync(join(tmpdir(), 'latchkey-')), 'worker.mjs')
writeFileSync(
  program,
  `process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000); process.send('ready')`,
)
cluster.setupPrimary({ exec: program })

const pids = () => Object.values(cluster.workers ?? {}).map((worker) => worker?.process.pid)

it('A-15 a killed process is replaced, which announces nothing again, and a stop ends all of them', async () => {
  let stopped: Promise<void> = Promise.resolve()
  let announced = 0
  await new Promise<void>((resolve) => {
    stopped = runWebProcesses(2, () => {
      announced += 1
      resolve()
    })
  })
  const [first, second] = pids()
  expect(first).toBeDefined()

  if (first) process.kill(first, 'SIGKILL')
  const [replacement] = await once(cluster, 'online')
  expect(pids()).toEqual([second, replacement.process.pid])
  await once(replacement, 'message')
  expect(announced).toBe(1)

  process.emit('SIGTERM')
  await stopped
  expect(pids()).toEqual([])
})
