import { setTimeout } from 'node:timers/promises'
import { log } from '@/lib/log'
import type { Job } from './jobs'
import { claimJob, finishJob } from './store'

const LOOK_EVERY_MS = 15_000
const RETRY_SECONDS = 300

/** Looks for jobs that are due until it is stopped; a job that runs then is waited for. */
export function startScheduler(jobs: Job[], lookEveryMs = LOOK_EVERY_MS): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const done = workUntilStopped(jobs, { stopping: stopping.signal, lookEveryMs })
  return {
    stop() {
      stopping.abort()
      return done
    },
  }
}

async function workUntilStopped(
  jobs: Job[],
  { stopping, lookEveryMs }: { stopping: AbortSignal; lookEveryMs: number },
): Promise<void> {
  while (!stopping.aborted) {
    await runDueJobs(jobs).catch((error: unknown) => log.warn({ error }, 'the scheduled jobs could not be read'))
    await setTimeout(lookEveryMs, undefined, { signal: stopping }).catch(() => {})
  }
}

export async function runDueJobs(jobs: Job[]): Promise<void> {
  for (const job of jobs) if (await claimJob(job)) await runJob(job)
}

async function runJob(job: Job): Promise<void> {
  try {
    await job.run()
    await finishJob(job, null)
  } catch (error) {
    const fault = (error instanceof Error ? error.message : String(error)).slice(0, 500)
    const before = await finishJob({ ...job, everySeconds: Math.min(job.everySeconds, RETRY_SECONDS) }, fault)
    // What goes on for days is one line of the log; doctor shows it meanwhile.
    if (fault !== before) log.error({ error, job: job.name }, 'a scheduled job failed')
  }
}
