import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { Piscina } from 'piscina'
import { z } from 'zod'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { processWide } from '@/lib/process-wide'
import runHashTask, { type HashTask } from './hash-worker'

const RETRY_AFTER_SECONDS = 2
// bcrypt needs almost nothing; without a limit each worker's heap grows to what a whole process may use.
const WORKER_LIMITS = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 64 }

// Nothing is built where sources are run directly (unit tests, the seed): the same work, in this thread.
function makeRunner(): (task: HashTask) => Promise<unknown> {
  const filename = resolve(/* turbopackIgnore: true */ env.LATCHKEY_BUILD_DIR, 'hash-worker.js')
  if (!existsSync(filename)) return runHashTask
  const pool = new Piscina({
    filename,
    minThreads: 1,
    maxThreads: env.HASH_WORKERS,
    maxQueue: env.HASH_QUEUE,
    idleTimeout: 60_000,
    resourceLimits: WORKER_LIMITS,
  })
  return (task) => pool.run(task)
}

async function run(task: HashTask): Promise<unknown> {
  const runTask = processWide('hash-pool', makeRunner)
  try {
    return await runTask(task)
  } catch (cause) {
    if (cause instanceof Error && cause.message.includes('queue')) {
      throw new AppError('unavailable', { retryAfterSeconds: RETRY_AFTER_SECONDS, cause })
    }
    throw cause
  }
}

/** @throws AppError unavailable: every worker is busy and the queue is full */
export async function encodeInPool(password: string): Promise<string> {
  return z.string().parse(await run({ kind: 'encode', password, cost: env.BCRYPT_COST }))
}

/** @throws AppError unavailable: every worker is busy and the queue is full */
export async function matchInPool(candidates: string[], encoded: string): Promise<boolean> {
  return z.boolean().parse(await run({ kind: 'match', candidates, encoded }))
}
