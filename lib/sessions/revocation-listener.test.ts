import { afterEach, expect, test } from 'vitest'
import { pool } from '@/lib/db'
import { listenForRevocations } from './revocation-listener'

let news = 0
let listener = { stop: async () => {} }

const listen = () => {
  news = 0
  listener = listenForRevocations(() => {
    news += 1
  })
}
afterEach(() => listener.stop())

const revoke = () =>
  pool.query(
    "INSERT INTO revocations (subject, subject_id, reason) VALUES ('session', gen_random_uuid(), 'signed_out')",
  )
const soon = { timeout: 10_000, interval: 20 }

test('whoever listens is told of a revocation once it has committed, and not before', async () => {
  listen()
  await expect.poll(() => news, soon).toBe(1)
  const tx = await pool.connect()
  await tx.query('BEGIN')
  await tx.query("INSERT INTO revocations (subject, subject_id, reason) VALUES ('key', 'k', 'key_pulled')")
  await revoke()
  await expect.poll(() => news, soon).toBe(2)
  await tx.query('COMMIT')
  tx.release()
  await expect.poll(() => news, soon).toBe(3)
})

test('a listener whose connection was ended connects again, and asks for what it may have missed', async () => {
  listen()
  await expect.poll(() => news, soon).toBe(1)
  await pool.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'LISTEN revocations' AND datname = current_database()",
  )
  await expect.poll(() => news, soon).toBe(2)
  await revoke()
  await expect.poll(() => news, soon).toBe(3)
})
