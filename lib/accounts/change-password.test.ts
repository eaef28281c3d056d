import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { findSignIn, type SignIn } from '@/lib/sessions/find-sign-in'
import { startBrowserSession } from '@/lib/sessions/start-session'
import { callApi, testClient as client, newPerson, TEST_PASSWORD } from '@/lib/testing/api'
import { issueTokens } from '@/lib/tokens/issue-tokens'
import { changePassword } from './change-password'
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
    fields: { newPassword: ['password_entirely_numeric'] },
  })
  expect((await verifyCredentials({ email: user.email, password: TEST_PASSWORD }, client)).id).toBe(user.id)
})
