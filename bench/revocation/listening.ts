import { setTimeout as sleep } from 'node:timers/promises'
import { pool } from '@/lib/db'

const EVERY_MS = 20

/** Ends whatever connection listens for notifications, again and again, until it is stopped; says how many it were. */
export function endListening(): { stop: () => Promise<number> } {
  let isOver = false
  const work = (async () => {
    let ended = 0
    while (!isOver) {
      ended += await endOnce()
      await sleep(EVERY_MS)
    }
    return ended
  })()
  return {
    stop: () => {
      isOver = true
      return work
    },
  }
}

async function endOnce(): Promise<number> {
  const { rowCount } = await pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND query ILIKE 'LISTEN %'`,
  )
  return rowCount ?? 0
}
