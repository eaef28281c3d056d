import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { hashSecret } from '@/lib/encryption'
import { env } from '@/lib/env'
import { testClient as client, newPerson } from '@/lib/testing/api'
import { endSession } from './end-sessions'
import { findSignIn } from './find-sign-in'
import { reauthenticateSession } from './reauthenticate-session'
import { secondsAfter } from './session'
import { startBrowserSession, startTokenSession } from './start-session'

const now = new Date('2026-11-23T12:00:00Z')

async function newSignIn({ isKept = false } = {}) {
  const user = await newPerson()
  const started = await startBrowserSession({ userId: user.id, method: 'password', isKept, client }, now)
  return { user, ...started }
}

const end = (session: { id: string; userId: string }) =>
  endSession({ userId: session.userId, sessionId: session.id, reason: 'signed_out', client }, now)

test('S-01 every sign-in and every step-up has a new secret, kept only as a hash; the old one opens nothing', async () => {
  const { user, session, secret } = await newSignIn()
  const second = await startBrowserSession({ userId: user.id, method: 'password', isKept: false, client }, now)
  expect(second.secret).not.toBe(secret)

  const renewed = await reauthenticateSession({ session, method: 'password' }, secondsAfter(now, 60))
  expect(renewed.session).toMatchObject({ id: session.id, authenticatedAt: secondsAfter(now, 60) })
  expect(await findSignIn(secret, client, now)).toBeNull()
  expect(await findSignIn(renewed.secret, client, now)).not.toBeNull()
  const row = await db.session.findUniqueOrThrow({ where: { id: session.id } })
  expect(row.secretHash).toBe(hashSecret(renewed.secret))
})

test.each([false, true])('S-03 use does not carry a session past its absolute end (kept: %s)', async (isKept) => {
  const { secret, session } = await newSignIn({ isKept })
  const step = (isKept ? env.KEPT_SESSION_IDLE_SECONDS : env.SESSION_IDLE_SECONDS) - 1
  for (let at = secondsAfter(now, step); at < session.expiresAt; at = secondsAfter(at, step)) {
    expect(await findSignIn(secret, client, at)).not.toBeNull()
  }
  expect(await findSignIn(secret, client, secondsAfter(session.expiresAt, -1))).not.toBeNull()
  expect(await findSignIn(secret, client, session.expiresAt)).toBeNull()
})

test.each([false, true])('S-04 a session that lies idle ends (kept: %s)', async (isKept) => {
  const { secret } = await newSignIn({ isKept })
  const idleSeconds = isKept ? env.KEPT_SESSION_IDLE_SECONDS : env.SESSION_IDLE_SECONDS
  expect(await findSignIn(secret, client, secondsAfter(now, idleSeconds))).toBeNull()
  expect(await findSignIn(secret, client, secondsAfter(now, idleSeconds - 1))).not.toBeNull()
  expect(await findSignIn(secret, client, secondsAfter(now, idleSeconds))).not.toBeNull()
})

test('S-06 a disabled person is signed out at the next request', async () => {
  const { user, secret } = await newSignIn()
  await db.user.update({ where: { id: user.id }, data: { isActive: false } })
  expect(await findSignIn(secret, client, now)).toBeNull()
})

test('S-15 a request that was under way at sign-out does not revive the session', async () => {
  const { secret, session } = await newSignIn()
  const later = secondsAfter(now, 120)
  await Promise.all([findSignIn(secret, client, later), end(session)])
  expect(await findSignIn(secret, client, later)).toBeNull()
  await expect(reauthenticateSession({ session, method: 'password' }, later)).rejects.toMatchObject({
    code: 'not_authenticated',
  })
})

test('S-19 an ended session stays ended, because its row says so', async () => {
  const { secret, session } = await newSignIn()
  await end(session)
  expect(await findSignIn(secret, client, now)).toBeNull()
  expect(await db.session.findUniqueOrThrow({ where: { id: session.id } })).toMatchObject({
    revokedAt: now,
    revokedReason: 'signed_out',
  })
})

test('S-12 the session of a token family opens no page', async () => {
  const user = await newPerson()
  const session = await startTokenSession({ userId: user.id, method: 'password', client }, now)
  await db.session.update({ where: { id: session.id }, data: { secretHash: hashSecret('a token') } })
  expect(await findSignIn('a token', client, now)).toBeNull()
})

test('last-seen moves at most once a minute, with the address and device of the request', async () => {
  const { secret, session } = await newSignIn()
  const elsewhere = { ...client, ip: '192.0.2.99', userAgent: 'another browser' }
  const row = () => db.session.findUniqueOrThrow({ where: { id: session.id } })

  await findSignIn(secret, elsewhere, secondsAfter(now, 59))
  expect(await row()).toMatchObject({ lastSeenAt: now, ip: client.ip })
  const later = secondsAfter(now, 61)
  await findSignIn(secret, elsewhere, later)
  expect(await row()).toMatchObject({
    lastSeenAt: later,
    idleExpiresAt: secondsAfter(later, env.SESSION_IDLE_SECONDS),
    ip: elsewhere.ip,
    userAgent: elsewhere.userAgent,
  })
})

test('the person comes with the session, and without anything secret', async () => {
  const { user, secret } = await newSignIn()
  const signIn = await findSignIn(secret, client, now)
  expect(signIn?.user).toMatchObject({ id: user.id, email: user.email, hasPassword: true, hasPicture: false })
  expect(JSON.stringify(signIn)).not.toMatch(/bcrypt|secretHash|passwordHash/)
})
