import { beforeEach, expect, test } from 'vitest'
import { answerMailRequests } from '@/lib/accounts/answer-mail-requests'
import { db } from '@/lib/db'
import { limits } from '@/lib/limits/limits'
import { callApi, newPerson, newTokens, TEST_PASSWORD } from '@/lib/testing/api'

beforeEach(async () => {
  await db.limit.deleteMany()
})

const newPassword = 'copper lantern seventeen'
const uidOf = (number: number) => Buffer.from(String(number)).toString('base64url')

function confirmReset(uid: string, ip: string) {
  const body = { uid, token: 'x'.repeat(43), new_password1: newPassword, new_password2: newPassword }
  return callApi('/dj-rest-auth/password/reset/confirm/', { body, headers: { 'x-latchkey-client-ip': ip } })
}

test('R-19 a reset for nobody and one with a made-up token are counted alike, each once', async () => {
  const { number } = await newPerson()
  const nobody = uidOf(2_000_000_000)
  for (let tried = 0; tried < limits.link.address.points; tried += 1) {
    const { status, body } = await confirmReset(tried % 2 ? nobody : uidOf(number), '10.8.0.1')
    expect(status).toBe(400)
    expect(body).toEqual(tried % 2 ? { uid: ['Invalid value'] } : { token: ['Invalid value'] })
  }
  for (const uid of [nobody, uidOf(number), 'no number']) {
    const { status, headers } = await confirmReset(uid, '10.8.0.1')
    expect(status).toBe(429)
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  }
  expect((await confirmReset(nobody, '10.8.0.2')).status).toBe(400)
})

test('who signs in with a provider only sets a first password by the mailed link, over HTTP alone', async () => {
  const { id, email } = await newPerson()
  await db.user.update({ where: { id }, data: { passwordHash: null } })
  expect((await callApi('/dj-rest-auth/password/reset/', { body: { email } })).status).toBe(200)
  await answerMailRequests()
  const { text } = await db.mail.findFirstOrThrow({ where: { recipient: email, template: 'reset-password' } })
  const [, uid, token] = /uid=([\w-]+)&token=([\w-]{43})/.exec(text) ?? []
  const body = { uid, token, new_password1: newPassword, new_password2: newPassword }
  expect((await callApi('/dj-rest-auth/password/reset/confirm/', { body })).status).toBe(200)
  const login = await callApi('/dj-rest-auth/login/', { body: { email, password: newPassword } })
  expect(login.status).toBe(200)
})

test('a password that an app changes is told of in the language of the app', async () => {
  const { user, access } = await newTokens()
  const body = { old_password: TEST_PASSWORD, new_password1: newPassword, new_password2: newPassword }
  const headers = { authorization: `Bearer ${access}`, 'accept-language': 'ko' }
  expect((await callApi('/dj-rest-auth/password/change/', { body, headers })).status).toBe(200)
  const mail = await db.mail.findFirstOrThrow({ where: { recipient: user.email, template: 'password-changed' } })
  expect(mail.locale).toBe('ko')
})
