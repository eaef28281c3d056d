import { vi } from 'vitest'
import { pool } from '@/lib/db'

const WAITING_SQL = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`

/** Waits until one connection waits for a lock; asked outside of any transaction, in which the answer never changes. */
export function untilOneWaits(): Promise<unknown> {
  return vi.waitUntil(async () => (await pool.query(WAITING_SQL)).rowCount === 1, { timeout: 5_000 })
}
