import { randomUUID } from 'node:crypto'
import { afterAll, expect, test, vi } from 'vitest'
import { answerMailRequests } from '@/lib/accounts/answer-mail-requests'
import { signIn } from '@/lib/accounts/sign-in'
import { db } from '@/lib/db'
import { findSignIn } from '@/lib/sessions/find-sign-in'
import { callApi, newPerson, TEST_PASSWORD as password, testClient } from '@/lib/testing/api'
import { goodClaims, signToken } from '@/lib/testing/issuer'
import { tradeSession } from '@/lib/tokens/trade-session'
import { listActivity } from './list-activity'
import { loseAudit } from './lost-audit.fixture'

const google = await vi.hoisted(async () => {
  const { startGoogle } = await import('@/lib/testing/issuer')
  Object.assign(process.env, {
    ...{ AUTH_TOKEN_CLASSES: 'access,sliding', SIGN_IN_BY_CODE: 'on', USE_JWT: 'off', RATE_LIMITS: 'off' },
  })
  return startGoogle()
})
afterAll(google.close)

type Person = { id: string; email: string }
type Answer = Awaited<ReturnType<typeof callApi>>

async function bringCode({ email }: Person) {
  const { code_secret } = (await callApi('/accounts/code/', { body: { email } })).body
  await answerMailRequests()
  const { text } = await db.mail.findFirstOrThrow({ where: { recipient: email }, orderBy: { id: 'desc' } })
  return () => callApi('/accounts/token/code/', { body: { code: /^\d{6}$/m.exec(text)?.[0], code_secret } })
}

async function bringIdToken({ id: userId, email }: Person) {
  const sub = randomUUID()
  await db.account.create({ data: { userId, type: 'oidc', provider: 'google', providerAccountId: sub } })
  const id_token = await signToken(goodClaims(google.origin, { sub, email }), google.firstKey)
  return () => callApi('/dj-rest-auth/google/', { body: { id_token } })
}

const bringPassword =
  (path: string) =>
  async ({ email }: Person) =>
  () =>
    callApi(path, { body: { email, password } })

/** Each readies what it needs while the log can still be written, and returns the sign-in. */
const doors: [string, string, (person: Person) => Promise<() => Promise<Answer>>][] = [
  ['tokens by password', 'password', bringPassword('/accounts/token/')],
  ['tokens by a mailed code', 'code', bringCode],
  ['a sliding token', 'password', bringPassword('/accounts/token/sliding/')],
  ['an opaque key by password', 'password', bringPassword('/dj-rest-auth/login/')],
  ['an opaque key by a provider', 'google', bringIdToken],
]

test.each(doors)('a sign-in for %s is one event at the person’s account', async (_, method, ready) => {
  const person = await newPerson()
  const enter = await ready(person)
  const before = await db.auditEvent.count()
  expect((await enter()).status).toBe(200)
  expect(await db.auditEvent.count()).toBe(before + 1)
  const session = await db.session.findFirstOrThrow({ where: { userId: person.id } })
  const [event] = await db.auditEvent.findMany({ where: { sessionId: session.id } })
  expect(event).toMatchObject({ event: 'account.sign_in', outcome: 'success', reason: method, userId: person.id })
  expect((await listActivity({ userId: person.id })).events[0]).toMatchObject({ id: event?.id })
})

test.each(doors)('D-19 without its audit event nothing happens: %s', async (_, __, ready) => {
  const { id: userId, email } = await newPerson()
  const enter = await ready({ id: userId, email })
  await loseAudit()
  const codes = { userId, purpose: 'sign_in_code', usedAt: null }
  const waiting = await db.oneTimeToken.count({ where: codes })
  expect((await enter()).status).toBe(500)
  expect(await db.session.count({ where: { userId } })).toBe(0)
  expect(await db.outstandingToken.count({ where: { userId } })).toBe(0)
  expect(await db.knownDevice.count({ where: { userId } })).toBe(0)
  expect(await db.oneTimeToken.count({ where: codes })).toBe(waiting)
})

test('a sliding token that is renewed, and a browser’s access token, are no sign-ins', async () => {
  const { email } = await newPerson()
  const { token } = (await callApi('/accounts/token/sliding/', { body: { email, password } })).body
  const { secret } = await signIn({ email, password, isKept: false }, testClient)
  const found = await findSignIn(secret, testClient)
  if (!found) throw new Error('nobody is signed in')
  const before = await db.auditEvent.count()
  expect((await callApi('/accounts/token/sliding/refresh/', { body: { token } })).status).toBe(200)
  await tradeSession(found)
  expect(await db.auditEvent.count()).toBe(before)
})
