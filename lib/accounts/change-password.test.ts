import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { listSessions } from '@/lib/sessions/end-sessions'
import { findSignIn, type SignIn } from '@/lib/sessions/find-sign-in'
import { startBrowserSession } from '@/lib/sessions/start-session'
import { callApi, testClient as client, newPerson, TEST_PASSWORD } from '@/lib/testing/api'
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

const change = (signIn: SignIn, password = newPassword) =>
  changePassword({ signIn, newPassword: password, locale: 'en' }, client)

test('S-05 a changed password ends every other sign-in, and this one goes on under a new secret', async () => {
  const { user, secret, signIn } = await newSignIn()
  const other = await startBrowserSession({ userId: user.id, method: 'password', isKept: true, client })
  const { access } = await issueTokens({ user, method: 'password', client })

  const renewed = await change(signIn)
  expect(await findSignIn(renewed.secret, client)).not.toBeNull()
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
