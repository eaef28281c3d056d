import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { Client } from 'pg'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { db, pool } from '@/lib/db'
import { env } from '@/lib/env'
import { endAllSessions } from '@/lib/sessions/end-sessions'
import { claimsOf, newTokens, testClient } from '@/lib/testing/api'
import { race } from '@/lib/testing/long'
import { untilOneWaits } from '@/lib/testing/until-one-waits'
import { bundlePrograms } from '@/scripts/bundle.js'
import { startProgram } from '@/scripts/processes.js'
import { blacklistToken } from './blacklist-token'
import { refreshTokens } from './refresh-tokens'
import { forgetSigningKeys, getSigningKey } from './signing-keys'
import { verifyToken } from './verify-token'

const PROGRAM = `.latchkey/test/dying-server-${randomUUID()}`
afterEach(() => vi.restoreAllMocks())
afterAll(() => rmSync(PROGRAM, { recursive: true, force: true }))

const start = new Date()
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000)

function refreshAt(refresh: string | undefined, seconds: number) {
  return refreshTokens({ refresh: refresh ?? '' }, testClient, after(seconds))
}

const blacklisted = { code: 'token_not_valid', reason: 'blacklisted' }

function findFamily(userId: string) {
  return db.outstandingToken.findMany({ where: { userId }, orderBy: { issuedAt: 'asc' } })
}

test('a refresh answers a new pair with the same person and session, and retires the old token', async () => {
  const first = await newTokens(start)
  const second = await refreshAt(first.refresh, 60)
  expect(claimsOf(second.access)).toMatchObject({ user_id: String(first.user.number), sub: first.user.id })
  expect(claimsOf(second.refresh ?? '').sid).toBe(claimsOf(first.refresh).sid)
  expect(claimsOf(second.refresh ?? '').jti).not.toBe(claimsOf(first.refresh).jti)
  await expect(verifyToken({ token: second.refresh ?? '' }, after(60))).resolves.toEqual({})
  await expect(verifyToken({ token: first.refresh }, after(60))).rejects.toMatchObject({ code: 'validation_failed' })
})

test('T-12 the same token refreshed 50 times at once has exactly one successor', race, async () => {
  const { refresh, user } = await newTokens(start)
  const pairs = await Promise.all(Array.from({ length: 50 }, () => refreshAt(refresh, 60)))
  const successors = new Set(pairs.map((pair) => claimsOf(pair.refresh ?? '').jti))
  expect(successors.size).toBe(1)
  expect(await findFamily(user.id)).toHaveLength(2)
})

test('T-15 a client that lost the answer gets the same successor within the grace', async () => {
  const { refresh } = await newTokens(start)
  const lost = await refreshAt(refresh, 60)
  const retried = await refreshAt(refresh, 60 + env.REFRESH_GRACE_SECONDS - 1)
  expect(claimsOf(retried.refresh ?? '')).toEqual(claimsOf(lost.refresh ?? ''))
  await expect(refreshAt(retried.refresh, 120)).resolves.toHaveProperty('refresh')
})

test('T-11 a retired token that comes back after the grace ends its session', async () => {
  const first = await newTokens(start)
  const second = await refreshAt(first.refresh, 60)
  await expect(refreshAt(first.refresh, 60 + env.REFRESH_GRACE_SECONDS)).rejects.toMatchObject(blacklisted)
  await expect(refreshAt(second.refresh, 80)).rejects.toMatchObject(blacklisted)
  await expect(verifyToken({ token: second.access }, after(80))).rejects.toMatchObject(blacklisted)
  const events = await db.auditEvent.findMany({ where: { userId: first.user.id, reason: 'refresh_reuse' } })
  expect(events).toHaveLength(1)
})

test('T-11 of ten requests with a stolen token one ends the session, and the person gets one mail', async () => {
  const first = await newTokens(start)
  await refreshAt(first.refresh, 60)
  await Promise.allSettled(Array.from({ length: 10 }, () => refreshAt(first.refresh, 200)))
  const mails = await db.mail.findMany({ where: { recipient: first.user.email } })
  expect(mails).toMatchObject([{ template: 'refresh-reuse' }])
})

test('a retired token whose child was used ends its session, even within the grace', async () => {
  const first = await newTokens(start)
  const second = await refreshAt(first.refresh, 60)
  const third = await refreshAt(second.refresh, 61)
  await expect(refreshAt(first.refresh, 62)).rejects.toMatchObject(blacklisted)
  await expect(refreshAt(third.refresh, 63)).rejects.toMatchObject(blacklisted)
})

test('T-13 a grandparent ends its session, even within the grace', async () => {
  const first = await newTokens(start)
  const second = await refreshAt(first.refresh, 60)
  const third = await refreshAt(second.refresh, 60)
  const fourth = await refreshAt(third.refresh, 60)
  await expect(refreshAt(second.refresh, 61)).rejects.toMatchObject(blacklisted)
  await expect(refreshAt(fourth.refresh, 62)).rejects.toMatchObject(blacklisted)
})

test('T-14 nothing that is refreshed while its session ends survives', race, async () => {
  const { refresh, user } = await newTokens(start)
  const [pair] = await Promise.allSettled([
    refreshAt(refresh, 60),
    endAllSessions({ userId: user.id, reason: 'signed_out_everywhere', client: testClient }),
  ])
  const latest = pair.status === 'fulfilled' ? pair.value.refresh : refresh
  await expect(refreshAt(latest, 61)).rejects.toMatchObject(blacklisted)
})

test('T-14 a stolen token that comes back while the newest is refreshed leaves none that is good', race, async () => {
  const first = await newTokens(start)
  const second = await refreshAt(first.refresh, 60)
  const [newest, replayed] = await Promise.allSettled([refreshAt(second.refresh, 80), refreshAt(first.refresh, 80)])
  expect(replayed).toMatchObject({ status: 'rejected', reason: blacklisted })
  const survivors = [second.refresh, newest.status === 'fulfilled' ? newest.value.refresh : undefined]
  for (const survivor of survivors.filter((token) => token !== undefined))
    await expect(refreshAt(survivor, 81)).rejects.toMatchObject(blacklisted)
  const { revokedReason } = await db.session.findFirstOrThrow({ where: { userId: first.user.id } })
  expect(revokedReason).toBe('refresh_reuse')
})

test('T-16 a family ends at its absolute end, however often it was refreshed', async () => {
  const { refresh } = await newTokens(start)
  let latest: string | undefined = refresh
  for (let seconds = 0; seconds < env.TOKEN_FAMILY_SECONDS - 43_200; seconds += 43_200) {
    latest = (await refreshAt(latest, seconds + 43_200)).refresh
  }
  const { exp } = claimsOf(latest ?? '')
  expect(exp).toBe(Math.floor(after(env.TOKEN_FAMILY_SECONDS).getTime() / 1000))
  await expect(refreshAt(latest, env.TOKEN_FAMILY_SECONDS)).rejects.toMatchObject({ code: 'token_not_valid' })
})

test('T-17 a disabled or deleted person is refused, and the answer says so', async () => {
  const { refresh, user } = await newTokens(start)
  await db.user.update({ where: { id: user.id }, data: { isActive: false } })
  await expect(refreshAt(refresh, 60)).rejects.toMatchObject({ reason: 'user_inactive' })
  await db.user.delete({ where: { id: user.id } })
  await expect(refreshAt(refresh, 60)).rejects.toMatchObject({ reason: 'user_not_found' })
})

test('T-23 the database holds no token', async () => {
  const { refresh, access, user } = await newTokens(start)
  const { refresh: next } = await refreshAt(refresh, 60)
  const rows = JSON.stringify([await findFamily(user.id), await db.session.findMany({ where: { userId: user.id } })])
  for (const token of [refresh, access, next ?? '']) {
    for (const part of token.split('.').slice(1)) expect(rows).not.toContain(part)
  }
})

test('T-18 a blacklisted token stays refused when the clock is set back', async () => {
  const { refresh } = await newTokens(start)
  await blacklistToken({ refresh }, testClient, after(60))
  await expect(refreshAt(refresh, 1)).rejects.toMatchObject(blacklisted)
})

test('a refresh is one round trip to the database', async () => {
  const { refresh } = await newTokens(start)
  // As in a server, whose feed keeps the keys good for a minute.
  forgetSigningKeys()
  await getSigningKey()
  const [query, connect] = [vi.spyOn(pool, 'query'), vi.spyOn(pool, 'connect')]
  await refreshAt(refresh, 60)
  expect([query.mock.calls.length, connect.mock.calls.length]).toEqual([1, 1])
})

test('D-14 a refresh that loses a deadlock is done all the same', async () => {
  await vi.waitUntil(refreshLosesDeadlock, { timeout: 30_000 })
})

/** Brings a refresh into a deadlock, which it survives. @returns whether it lost */
async function refreshLosesDeadlock(): Promise<boolean> {
  const { refresh } = await newTokens(start)
  const { jti, sid } = claimsOf(refresh)
  const other = new Client({ connectionString: process.env.DATABASE_URL })
  await other.connect()
  await other.query('BEGIN')
  await other.query('SELECT FROM outstanding_tokens WHERE jti = $1 FOR UPDATE', [jti])
  forgetSigningKeys()
  await getSigningKey()
  const refreshing = refreshAt(refresh, 60)
  await untilOneWaits()
  const again = vi.spyOn(pool, 'query')
  // PostgreSQL chooses who loses: either, or first the one and then the other.
  await other.query('SELECT FROM sessions WHERE id = $1 FOR UPDATE', [sid]).catch(() => {})
  await other.query('ROLLBACK')
  await other.end()
  await expect(refreshing).resolves.toHaveProperty('refresh')
  const retries = again.mock.calls.flat()
  again.mockRestore()
  for (const retry of retries) expect(retry).toMatchObject({ name: 'rotate-refresh-token' })
  return retries.length > 0
}

test('D-09 a server that dies after the rotation and before the answer: the client asks again and goes on', async () => {
  const { refresh, user } = await newTokens(start)
  await bundlePrograms(PROGRAM, { server: './lib/tokens/dying-server.fixture.ts' })
  const server = startProgram(`${PROGRAM}/server.js`, { args: [refresh, String(after(60).getTime())] })
  const [, died] = await once(server, 'exit')
  expect(died).toBe('SIGKILL')
  expect(await findFamily(user.id)).toHaveLength(2)
  const retried = await refreshAt(refresh, 62)
  await expect(refreshAt(retried.refresh, 120)).resolves.toHaveProperty('refresh')
})
