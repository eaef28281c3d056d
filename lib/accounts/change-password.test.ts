import { expect, test } from 'vitest'
import { recordRefusal, refusalIn } from '@/lib/audit/record-refusal'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { limits } from '@/lib/limits/limits'
import { listSessions } from '@/lib/sessions/end-sessions'
import { findSignIn, type SignIn } from '@/lib/sessions/find-sign-in'
import { startBrowserSession } from '@/lib/sessions/start-session'
import { callApi, testClient as client, newPerson, newTokens, TEST_PASSWORD } from '@/lib/testing/api'
import { race } from '@/lib/testing/long'
import { issueTokens } from '@/lib/tokens/issue-tokens'
import { obtainTokens } from '@/lib/tokens/obtain-tokens'
import { changePassword } from './change-password'
import { signIn as openSession } from './sign-in'
import { verifyCredentials } from './verify-credentials'

const newPassword = 'copper lantern seventeen'

async function newSignIn() {
  const user = await newPerson()
  const { secret } = await startBrowserSession({ userId: user.id, method: 'password', isKept: false, client })
  const signIn = await findSignIn(secret, client)
  if (!signIn) throw new Error('nobody is signed in')
  return { user, secret, signIn }
}

const change = (actor: SignIn, password = newPassword) =>
  changePassword({ actor, currentPassword: TEST_PASSWORD, newPassword: password, locale: 'en' }, client)

test('S-05 a changed password ends every other sign-in, and this one goes on under a new secret', async () => {
  const { user, secret, signIn } = await newSignIn()
  const other = await startBrowserSession({ userId: user.id, method: 'password', isKept: true, client })
  const { access } = await issueTokens({ user, method: 'password', client })

  const renewed = await change(signIn)
  expect(await findSignIn(renewed?.secret ?? '', client)).not.toBeNull()
  for (const dead of [secret, other.secret]) expect(await findSignIn(dead, client)).toBeNull()
  const me = await callApi('/accounts/me/', { method: 'GET', headers: { authorization: `Bearer ${access}` } })
  expect(me.status).toBe(401)
})

test('the new password opens, the old one no longer, and the owner is told by mail', async () => {
  const { user, signIn } = await newSignIn()
  await change(signIn)
  expect((await verifyCredentials({ email: user.email, password: newPassword }, client)).id).toBe(user.id)
  const old = verifyCredentials({ email: user.email, password: TEST_PASSWORD }, client)
  await expect(old).rejects.toMatchObject({ code: 'bad_credentials' })
  expect(await db.mail.count({ where: { recipient: user.email, template: 'password-changed' } })).toBe(1)
})

const refusalsOf = (userId: string) => db.auditEvent.findMany({ where: { userId, outcome: 'refused' } })

async function recordAsDoor(error: unknown, userId: string): Promise<void> {
  const refusal = refusalIn(error)
  if (refusal) await recordRefusal(refusal, { client, userId, path: '/security/password' })
}

const hashOf = async (id: string) => (await db.user.findUniqueOrThrow({ where: { id } })).passwordHash

test.each([
  [
    'without the current password',
    undefined,
    { code: 'validation_failed', fields: { currentPassword: ['required'] } },
    { event: 'request.refuse', reason: 'current_password_missing' },
  ],
  [
    'with a wrong one',
    'not the password',
    { code: 'bad_credentials' },
    { event: 'account.verify_password', reason: 'bad_credentials' },
  ],
])(
  'P-21 a browser %s changes nothing, is recorded, however fresh it is',
  async (_, currentPassword, refusal, event) => {
    const { user, secret, signIn: actor } = await newSignIn()
    const before = await hashOf(user.id)
    const refused = await changePassword({ actor, currentPassword, newPassword, locale: 'en' }, client).catch(
      (error) => error,
    )
    expect(refused).toMatchObject(refusal)
    await recordAsDoor(refused, user.id)
    expect(await refusalsOf(user.id)).toMatchObject([event])
    expect(await hashOf(user.id)).toBe(before)
    expect(await findSignIn(secret, client)).not.toBeNull()
    expect(await db.mail.count({ where: { recipient: user.email, template: 'password-changed' } })).toBe(0)
  },
)

test.each([
  ['no old password', {}, { event: 'request.refuse', reason: 'current_password_missing' }],
  ['an empty one', { old_password: '' }, { event: 'request.refuse', reason: 'current_password_missing' }],
  ['a wrong one', { old_password: 'guess' }, { event: 'account.verify_password', reason: 'bad_credentials' }],
])('P-21 an API client with %s changes nothing, and is recorded once', async (_, sent, event) => {
  const { user, access } = await newTokens()
  const before = await hashOf(user.id)
  const body = { ...sent, new_password1: newPassword, new_password2: newPassword }
  const headers = { authorization: `Bearer ${access}` }
  const { status, body: answer } = await callApi('/dj-rest-auth/password/change/', { body, headers })
  expect([status, Object.keys(answer)]).toEqual([400, ['old_password']])
  expect(await hashOf(user.id)).toBe(before)
  expect(await refusalsOf(user.id)).toMatchObject([event])
})

test('P-21 a form of nobody, without a password, fills no log', async () => {
  const missing = new AppError('validation_failed', { fields: { currentPassword: ['required'] } })
  const nobody = { ...client, requestId: 'of nobody' }
  const refusal = refusalIn(missing)
  if (refusal) await recordRefusal(refusal, { client: nobody, userId: null, path: '' })
  expect(refusal).toEqual({ reason: 'current_password_missing', userId: undefined })
  expect(await db.auditEvent.count({ where: { requestId: nobody.requestId } })).toBe(0)
})

test('P-21 an old sign-in changes it too, by the current password', async () => {
  const { user, signIn } = await newSignIn()
  const actor = { ...signIn, session: { ...signIn.session, authenticatedAt: new Date(0) } }
  const renewed = await change(actor)
  expect(renewed?.session.authenticatedAt.getTime()).toBeGreaterThan(Date.now() - 60_000)
  expect((await verifyCredentials({ email: user.email, password: newPassword }, client)).id).toBe(user.id)
})

async function withoutPassword() {
  const person = await newSignIn()
  await db.user.update({ where: { id: person.user.id }, data: { passwordHash: null } })
  return person
}

const setFirst = (actor: SignIn, password = newPassword) =>
  changePassword({ actor, currentPassword: undefined, newPassword: password, locale: 'en' }, client)

test('P-21 who has no password sets a first one by a recent sign-in, and by an old one none', async () => {
  const { user, signIn } = await withoutPassword()
  const old = { ...signIn, session: { ...signIn.session, authenticatedAt: new Date(0) } }
  await expect(setFirst(old)).rejects.toMatchObject({ code: 'recent_sign_in_required' })
  expect(await hashOf(user.id)).toBeNull()
  await setFirst(signIn)
  expect((await verifyCredentials({ email: user.email, password: newPassword }, client)).id).toBe(user.id)
})

test('P-21 of two first passwords at once one is set', race, async () => {
  const { signIn } = await withoutPassword()
  const outcomes = await Promise.allSettled([setFirst(signIn), setFirst(signIn, 'amber kettle nineteen')])
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
  expect(refused).toMatchObject([{ reason: { code: expect.stringMatching(/bad_credentials|validation_failed/) } }])
})

test('P-20 a guessable new password is refused with the reason, and nothing changes', async () => {
  const { user, signIn } = await newSignIn()
  await expect(change(signIn, '12345678')).rejects.toMatchObject({
    code: 'validation_failed',
    fields: { newPassword: ['password_entirely_numeric', 'password_too_common'] },
  })
  expect((await verifyCredentials({ email: user.email, password: TEST_PASSWORD }, client)).id).toBe(user.id)
})

test('S-05 a sign-in by the old password that is under way when it changes opens nothing', race, async () => {
  const { user, signIn } = await newSignIn()
  const attempts = Array.from({ length: 8 }, (_, number) =>
    number % 2
      ? openSession({ email: user.email, password: TEST_PASSWORD, isKept: false }, client)
      : obtainTokens({ email: user.email, password: TEST_PASSWORD }, client),
  )
  const [, ...outcomes] = await Promise.allSettled([change(signIn), ...attempts])
  expect(outcomes).toHaveLength(8)
  // Those that came first were ended by the change, those that came after it were refused.
  expect(await listSessions(user.id)).toMatchObject([{ id: signIn.session.id }])
})

test('a first password that is too weak fills no log, however often it is chosen', async () => {
  const { user, signIn } = await withoutPassword()
  const { points } = limits.refusal.account
  for (let chosen = 0; chosen < points + 5; chosen += 1)
    await expect(setFirst(signIn, 'password')).rejects.toMatchObject({ code: 'validation_failed' })
  const events = (await refusalsOf(user.id)).map(({ event }) => event)
  expect(events.filter((event) => event === 'account.choose_password')).toHaveLength(points)
  expect(events.filter((event) => event === 'limit.reach')).toHaveLength(1)
})
