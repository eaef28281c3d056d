import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { afterEach, expect, test, vi } from 'vitest'
import { db, pool } from '@/lib/db'
import {
  applyRevocation,
  findRevocation,
  isFeedFresh,
  startRevocationFeed,
  stopRevocationFeed,
} from './revocation-feed'

const BOUND_MS = 1_000

afterEach(() => {
  stopRevocationFeed()
  vi.restoreAllMocks()
})

function revoke(subject: string, subjectId: string) {
  return db.revocation.create({ data: { subject, subjectId, reason: 'signed_out' } })
}

const ground = (changes: object) => ({
  sessionId: randomUUID(),
  userId: randomUUID(),
  issuedAt: () => new Date(),
  ...changes,
})

test('what was revoked before the start is known at once', async () => {
  const sessionId = randomUUID()
  await revoke('session', sessionId)
  await startRevocationFeed()
  expect(findRevocation(ground({ sessionId }))).toBe('signed_out')
  expect(findRevocation(ground({}))).toBeNull()
})

test('what another process revokes is known within the bound', async () => {
  await startRevocationFeed()
  const sessionId = randomUUID()
  await revoke('session', sessionId)
  await sleep(BOUND_MS)
  expect(findRevocation(ground({ sessionId }))).toBe('signed_out')
})

test('a row that commits late, after younger ones, is not missed', async () => {
  const slow = new Client({ connectionString: process.env.DATABASE_URL })
  await slow.connect()
  const sessionId = randomUUID()
  await slow.query('BEGIN')
  await slow.query("INSERT INTO revocations (subject, subject_id, reason) VALUES ('session', $1, 'signed_out')", [
    sessionId,
  ])
  await startRevocationFeed()
  await revoke('session', randomUUID())
  await sleep(BOUND_MS)
  expect(findRevocation(ground({ sessionId }))).toBeNull()
  await slow.query('COMMIT')
  await slow.end()
  await sleep(BOUND_MS)
  expect(findRevocation(ground({ sessionId }))).toBe('signed_out')
})

test('a revoked person keeps the tokens made afterwards', async () => {
  await startRevocationFeed()
  const userId = randomUUID()
  const at = new Date()
  applyRevocation({ subject: 'user', subjectId: userId, reason: 'user_inactive', at })
  expect(findRevocation(ground({ userId, issuedAt: () => at }))).toBe('user_inactive')
  expect(findRevocation(ground({ userId, issuedAt: () => new Date(at.getTime() + 1) }))).toBeNull()
})

test('without a fresh feed the database is asked for each token, and without one the answer is unavailable', async () => {
  const sessionId = randomUUID()
  await revoke('session', sessionId)
  expect(isFeedFresh()).toBe(false)
  await expect(findRevocation(ground({ sessionId }))).resolves.toBe('signed_out')
  await expect(findRevocation(ground({}))).resolves.toBeNull()
  vi.spyOn(pool, 'query').mockRejectedValue(new Error('connection refused') as never)
  await expect(findRevocation(ground({}))).rejects.toMatchObject({ code: 'unavailable' })
})

test('a feed that stalls stops being believed within the bound', async () => {
  await startRevocationFeed()
  expect(isFeedFresh()).toBe(true)
  const later = performance.now() + BOUND_MS + 1
  vi.spyOn(performance, 'now').mockReturnValue(later)
  expect(isFeedFresh()).toBe(false)
})
