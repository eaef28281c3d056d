import { expect, test, vi } from 'vitest'
import { db } from '@/lib/db'
import { findSignIn } from '@/lib/sessions/find-sign-in'
import { startBrowserSession } from '@/lib/sessions/start-session'
import { callApi, testClient as client, newTokens, TEST_PASSWORD } from '@/lib/testing/api'
import { changePassword } from './change-password'
import { issueResetToken } from './request-password-reset'
import { resetPassword } from './reset-password'

vi.hoisted(() => {
  process.env.LOGOUT_ON_PASSWORD_CHANGE = 'off'
})

const newPassword = 'copper lantern seventeen'
const SIGNED_OUT = 'Every other device was signed out.'
const KEPT = 'Devices that were signed in before still are'

async function newPair() {
  const { user, access } = await newTokens()
  const start = () => startBrowserSession({ userId: user.id, method: 'password', isKept: false, client })
  return { user, access, secret: (await start()).secret, other: (await start()).secret }
}

async function mailTo(recipient: string): Promise<string> {
  return (await db.mail.findFirstOrThrow({ where: { recipient, template: 'password-changed' } })).text
}

test('with LOGOUT_ON_PASSWORD_CHANGE off a change by API ends no sign-in, and the mail says so', async () => {
  const { user, access, other } = await newPair()
  const body = { old_password: TEST_PASSWORD, new_password1: newPassword, new_password2: newPassword }
  const headers = { authorization: `Bearer ${access}` }
  expect((await callApi('/dj-rest-auth/password/change/', { body, headers })).status).toBe(200)
  expect(await findSignIn(other, client)).not.toBeNull()
  const text = await mailTo(user.email)
  expect(text).toContain(KEPT)
  expect(text).not.toContain(SIGNED_OUT)
})

test('S-05 on the page a change ends every other sign-in all the same, as the page and the mail say', async () => {
  const { user, secret, other } = await newPair()
  const actor = await findSignIn(secret, client)
  if (!actor) throw new Error('nobody is signed in')
  const renewed = await changePassword({ actor, currentPassword: TEST_PASSWORD, newPassword, locale: 'en' }, client)
  expect(await findSignIn(renewed?.secret ?? '', client)).not.toBeNull()
  expect(await findSignIn(other, client)).toBeNull()
  expect(await mailTo(user.email)).toContain(SIGNED_OUT)
})

test('S-05 a mailed link ends every sign-in all the same, as the mail says', async () => {
  const { user, other } = await newPair()
  const { token } = await issueResetToken(user.email, client)
  await resetPassword({ token, newPassword, locale: 'en' }, client)
  expect(await findSignIn(other, client)).toBeNull()
  expect(await mailTo(user.email)).toContain(SIGNED_OUT)
})
