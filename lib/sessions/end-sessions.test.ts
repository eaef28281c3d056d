import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { testClient as client, newPerson } from '@/lib/testing/api'
import { issueTokens } from '@/lib/tokens/issue-tokens'
import { endAllSessions, endOtherSessions, endSession, endSessionIfLive, listSessions } from './end-sessions'
import { findSignIn } from './find-sign-in'
import { startBrowserSession } from './start-session'

async function newBrowser(userId: string) {
  return startBrowserSession({ userId, method: 'password', isKept: false, client })
}

test('S-07 signing out everywhere ends browsers and token families alike, and logs each for the other processes', async () => {
  const user = await newPerson()
  const browsers = [await newBrowser(user.id), await newBrowser(user.id)]
  await issueTokens({ user, method: 'password', client })

  const ended = await endAllSessions({ userId: user.id, reason: 'signed_out_everywhere', client })
  expect(ended).toHaveLength(3)
  for (const { secret } of browsers) expect(await findSignIn(secret, client)).toBeNull()
  expect(await listSessions(user.id)).toEqual([])
  expect(await db.outstandingToken.count({ where: { userId: user.id, blacklistedAt: null } })).toBe(0)
  const logged = await db.revocation.findMany({ where: { subject: 'session', subjectId: { in: ended } } })
  expect(logged).toHaveLength(3)
})

test('S-16 a person may be signed in as often as they like: each sign-in is listed, and ends with the others', async () => {
  const user = await newPerson()
  const browsers = await Promise.all(Array.from({ length: 30 }, () => newBrowser(user.id)))
  for (const { secret } of browsers) expect(await findSignIn(secret, client)).not.toBeNull()
  const listed = (await listSessions(user.id)).map(({ id }) => id)
  expect(listed.sort()).toEqual(browsers.map(({ session }) => session.id).sort())
  expect(await endAllSessions({ userId: user.id, reason: 'signed_out_everywhere', client })).toHaveLength(30)
})

test('the others end and this browser stays signed in', async () => {
  const user = await newPerson()
  const here = await newBrowser(user.id)
  const there = await newBrowser(user.id)
  await endOtherSessions({ userId: user.id, keepSessionId: here.session.id, reason: 'ended_by_person', client })
  expect(await findSignIn(here.secret, client)).not.toBeNull()
  expect(await findSignIn(there.secret, client)).toBeNull()
})

test('S-11 the session of somebody else cannot be seen or ended; it does not exist', async () => {
  const [owner, stranger] = [await newPerson(), await newPerson()]
  const { session, secret } = await newBrowser(owner.id)
  expect(await listSessions(stranger.id)).toEqual([])
  for (const sessionId of [session.id, randomUUID(), 'no id', '']) {
    const ending = { userId: stranger.id, sessionId, reason: 'ended_by_person', client } as const
    await expect(endSession(ending)).rejects.toMatchObject({ code: 'not_found' })
  }
  expect(await findSignIn(secret, client)).not.toBeNull()
})

test('a session ends once: the second attempt finds nothing, and one event tells of it', async () => {
  const user = await newPerson()
  const { session } = await newBrowser(user.id)
  const ending = { userId: user.id, sessionId: session.id, reason: 'ended_by_person', client } as const
  const outcomes = await Promise.allSettled([endSession(ending), endSession(ending), endSession(ending)])
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const events = await db.auditEvent.findMany({ where: { userId: user.id, event: 'session.end' } })
  expect(events).toMatchObject([{ outcome: 'success', reason: 'ended_by_person', ip: client.ip, requestId: 'test' }])
})

test('whoever only wants a session to be over is told who was first, and refused nothing', async () => {
  const user = await newPerson()
  const { session } = await newBrowser(user.id)
  const ending = { userId: user.id, sessionId: session.id, reason: 'signed_out', client } as const
  const outcomes = await Promise.all([endSessionIfLive(ending), endSessionIfLive(ending), endSessionIfLive(ending)])
  expect(outcomes.filter(Boolean)).toHaveLength(1)
  expect(await endSessionIfLive({ ...ending, sessionId: 'no id' })).toBe(false)
})
