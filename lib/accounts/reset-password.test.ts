import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { randomSecret } from '@/lib/encryption'
import { limits } from '@/lib/limits/limits'
import { findSignIn } from '@/lib/sessions/find-sign-in'
import { startBrowserSession } from '@/lib/sessions/start-session'
import { callApi, newPerson, newTokens, TEST_PASSWORD, testClient } from '@/lib/testing/api'
import { race } from '@/lib/testing/long'
import { refreshTokens } from '@/lib/tokens/refresh-tokens'
import { answerMailRequests } from './answer-mail-requests'
import { changePassword } from './change-password'
import { emailSchema } from './email'
import { issueResetToken, requestPasswordReset } from './request-password-reset'
import { resetPassword } from './reset-password'
import { verifyCredentials } from './verify-credentials'

const newPassword = 'copper lantern seventeen'
const invalid = { code: 'token_invalid' }
const reset = (token: string, changes: { newPassword?: string; userId?: string } = {}, now?: Date) =>
  resetPassword({ token, newPassword, locale: 'en', ...changes }, testClient, now)

const mailsTo = (recipient: string) => db.mail.findMany({ where: { recipient }, select: { template: true } })

test('R-08 a link sets the password, ends every sign-in and token family, confirms the address, and the person is told', async () => {
  const { user, access, refresh } = await newTokens()
  const browser = await startBrowserSession({ userId: user.id, method: 'password', isKept: true, client: testClient })
  await db.user.update({ where: { id: user.id }, data: { emailVerifiedAt: null } })
  const { token } = await issueResetToken(user.email, testClient)
  await reset(token)
  expect((await verifyCredentials({ email: user.email, password: newPassword }, testClient)).id).toBe(user.id)
  const headers = { authorization: `Bearer ${access}` }
  expect((await callApi('/accounts/me/', { method: 'GET', headers })).status).toBe(401)
  await expect(refreshTokens({ refresh }, testClient)).rejects.toMatchObject({ code: 'token_not_valid' })
  expect(await findSignIn(browser.secret, testClient)).toBeNull()
  expect(await mailsTo(user.email)).toContainEqual({ template: 'password-changed' })
})

test('an unknown or disabled address gets no mail, and the same answer', async () => {
  const { email, id } = await newPerson()
  await db.user.update({ where: { id }, data: { isActive: false } })
  for (const address of [email, 'nobody@example.com']) {
    expect(await requestPasswordReset({ email: address, locale: 'en' }, testClient)).toBeUndefined()
    expect(await mailsTo(address)).toEqual([])
  }
})

test('R-16 the mail goes to the stored address, however it was spelled', async () => {
  const { email } = await newPerson()
  const typed = `  ${email.toUpperCase()}`
  await requestPasswordReset({ email: emailSchema.parse(typed), locale: 'en' }, testClient)
  await answerMailRequests()
  expect(await mailsTo(email)).toEqual([{ template: 'reset-password' }])
  expect(await db.mail.count({ where: { recipient: typed } })).toBe(0)
})

test('R-17 of twenty requests with one link exactly one succeeds', race, async () => {
  const { email } = await newPerson()
  const { token } = await issueResetToken(email, testClient)
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => reset(token)))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('R-18 a link is void once a newer one was made, which is good', async () => {
  const { email } = await newPerson()
  const [first, second] = [await issueResetToken(email, testClient), await issueResetToken(email, testClient)]
  await expect(reset(first.token)).rejects.toMatchObject(invalid)
  await reset(second.token)
})

test('R-18 a link is void once the password was changed', async () => {
  const { id, email } = await newPerson()
  const { token } = await issueResetToken(email, testClient)
  const actor = { user: { id, email }, sessionId: undefined }
  await changePassword(
    { actor, currentPassword: TEST_PASSWORD, newPassword: 'amber kettle nineteen', locale: 'en' },
    testClient,
  )
  await expect(reset(token)).rejects.toMatchObject(invalid)
})

test('R-19 a link carries 32 random bytes, which the database does not tell, and guessing is limited', async () => {
  const { id, email } = await newPerson()
  const { token } = await issueResetToken(email, testClient)
  expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  expect(JSON.stringify(await db.oneTimeToken.findMany({ where: { userId: id } }))).not.toContain(token)
  const guesser = { ...testClient, ip: '192.0.2.19' }
  const guess = () => resetPassword({ token: randomSecret(), newPassword, locale: 'en' }, guesser)
  for (let tried = 0; tried < limits.link.address.points; tried += 1)
    await expect(guess()).rejects.toMatchObject(invalid)
  const { token: right } = await issueResetToken(email, testClient)
  for (const typed of [randomSecret(), right]) {
    const late = resetPassword({ token: typed, newPassword, locale: 'en' }, guesser)
    await expect(late).rejects.toMatchObject({ code: 'too_many_requests' })
  }
})

test('R-12 a link is void after half an hour, and for another person', async () => {
  const [person, stranger] = [await newPerson(), await newPerson()]
  const { token } = await issueResetToken(person.email, testClient)
  await expect(reset(token, {}, new Date(Date.now() + 1_801_000))).rejects.toMatchObject(invalid)
  await expect(reset(token, { userId: stranger.id })).rejects.toMatchObject(invalid)
  await expect(reset('x'.repeat(43))).rejects.toMatchObject(invalid)
  expect((await verifyCredentials({ email: person.email, password: TEST_PASSWORD }, testClient)).id).toBe(person.id)
})

test('a password that is not good enough does not use the link up', async () => {
  const { email } = await newPerson()
  const { token } = await issueResetToken(email, testClient)
  await expect(reset(token, { newPassword: '12345678' })).rejects.toMatchObject({
    fields: { newPassword: ['password_entirely_numeric', 'password_too_common'] },
  })
  await reset(token)
})
