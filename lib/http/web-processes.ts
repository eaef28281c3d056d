import cluster, { type Worker } from 'node:cluster'
import { log } from '@/lib/log'

const FIRST_DELAY_MS = 500
const MAX_DELAY_MS = 30_000
const STABLE_AFTER_MS = 60_000

/**
 * Runs several copies of this program, and starts a crashed one again with a growing delay.
 * Resolves when all have ended after a stop.
 *
 * @param onReady called once, when as many copies listen
 */
export function runWebProcesses(count: number, onReady: () => void): Promise<void> {
  let isStopping = false
  let isReady = false
  let failures = 0
  const waiting = new Set<number>()

  function start() {
    const startedAt = Date.now()
    const worker = cluster.fork()
    waiting.add(worker.id)
    worker.on('message', (message) => {
      if (message === 'ready' && waiting.delete(worker.id) && waiting.size === 0) announce()
    })
    worker.on('exit', (code, signal) => restart(worker, { exitCode: code, signal, livedMs: Date.now() - startedAt }))
  }
  function announce() {
    if (!isReady) onReady()
    isReady = true
  }
  function restart(worker: Worker, ended: { exitCode: number; signal: string; livedMs: number }) {
    waiting.delete(worker.id)
    if (isStopping) return
    failures = ended.livedMs > STABLE_AFTER_MS ? 0 : failures + 1
    const delayMs = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** failures)
    log.error({ ...ended, delayMs }, 'a web process ended and is started again')
    setTimeout(() => isStopping || start(), delayMs)
  }

  for (let index = 0; index < count; index += 1) start()
  return new Promise((resolve) => {
    onStop(() => {
      isStopping = true
      const running = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined)
      const ended = running.map((worker) => new Promise((done) => worker.once('exit', done)))
      for (const worker of running) worker.process.kill('SIGTERM')
      void Promise.all(ended).then(() => resolve())
    })
  })
}

/** Calls back once when this process is to end: by signal, or because the process that started it is gone. */
export function onStop(stop: () => void): void {
  let isStopping = false
  const once = () => {
    if (isStopping) return
    isStopping = true
    stop()
  }
  process.on('SIGTERM', once).on('SIGINT', once).on('disconnect', once)
}
