import { pool } from '@/lib/db'

type Claim = { name: string; everySeconds: number; leaseSeconds: number }

/**
 * Takes a job that is due, in one statement, so that of all processes one does. The lease gives it to another when the
 * one that took it has not come back by then.
 */
export async function claimJob({ name, leaseSeconds }: Claim): Promise<boolean> {
  await pool.query('INSERT INTO scheduled_jobs (name) VALUES ($1) ON CONFLICT DO NOTHING', [name])
  const { rowCount } = await pool.query(
    `UPDATE scheduled_jobs SET next_run_at = clock_timestamp() + make_interval(secs => $2), started_at = clock_timestamp()
      WHERE name = $1 AND next_run_at <= clock_timestamp()`,
    [name, leaseSeconds],
  )
  return rowCount === 1
}

/** One that runs now, or whose process has died with it, may start again beside itself. */
export async function makeJobDue(name: string): Promise<void> {
  await pool.query(
    `INSERT INTO scheduled_jobs (name) VALUES ($1)
         ON CONFLICT (name) DO UPDATE SET next_run_at = clock_timestamp()`,
    [name],
  )
}

/** @returns the fault of the run before */
export async function finishJob({ name, everySeconds }: Claim, fault: string | null): Promise<string | null> {
  const { rows } = await pool.query<{ fault: string | null }>(
    `UPDATE scheduled_jobs AS job
        SET next_run_at = clock_timestamp() + make_interval(secs => $2), finished_at = clock_timestamp(), last_fault = $3
       FROM (SELECT name, last_fault FROM scheduled_jobs WHERE name = $1 FOR UPDATE) AS before
      WHERE job.name = before.name
  RETURNING before.last_fault AS fault`,
    [name, everySeconds, fault],
  )
  return rows[0]?.fault ?? null
}

/** Jobs whose last run failed, and why. */
export async function findFaults(): Promise<{ name: string; fault: string }[]> {
  const { rows } = await pool.query<{ name: string; fault: string }>(
    'SELECT name, last_fault AS fault FROM scheduled_jobs WHERE last_fault IS NOT NULL ORDER BY name',
  )
  return rows
}
