import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { db } from '@/lib/db'
import { hashSecret, randomSecret } from '@/lib/encryption'
import { limits } from '@/lib/limits/limits'
import { callApi, newPerson, TEST_PASSWORD as password } from '@/lib/testing/api'
import { answerMailRequests } from './answer-mail-requests'
import { requestPasswordReset } from './request-password-reset'
import { signUp } from './sign-up'

beforeEach(async () => {
  await db.limit.deleteMany()
  await db.mail.deleteMany()
  await db.mailRequest.deleteMany()
})

const FORGOT = '/dj-rest-auth/password/reset/'
const RESEND = '/dj-rest-auth/registration/resend-email/'
const REGISTER = '/dj-rest-auth/registration/'
const newEmail = () => `${randomUUID()}@example.com`

let nextAddress = 0
function newIp(): string {
  nextAddress += 1
  return `10.11.${nextAddress >> 8}.${nextAddress & 255}`
}

async function ask(path: string, email: string, ip = newIp()) {
  const form = { email, ...(path === REGISTER && { password1: password, password2: password }) }
  const { status, body, headers } = await callApi(path, { body: form, headers: { 'x-latchkey-client-ip': ip } })
  return { status, body, wait: Number(headers.get('retry-after')) }
}

const { account, address, global } = limits.mail

test('R-21 one address gets so many mails an hour, whoever asks at whichever door, and nobody learns whether it is known', async () => {
  const [known, waiting, unknown] = [await newPerson(), await newPerson({ isVerified: false }), { email: newEmail() }]
  const answers: unknown[] = []
  for (const { email } of [known, waiting, unknown]) {
    const given = []
    for (let asked = 0; asked < account.points * 3; asked += 1)
      given.push(await ask(asked % 2 ? RESEND : FORGOT, email))
    expect(given.map(({ status }) => status)).toEqual(given.map((_, asked) => (asked < account.points ? 200 : 429)))
    for (const { wait } of given.slice(account.points)) expect(wait).toBeGreaterThan(0)
    answers.push(given.map(({ status, body }) => [status, String(body.detail).replace(/\d+/, 'N')]))
  }
  expect(answers[1]).toEqual(answers[0])
  expect(answers[2]).toEqual(answers[0])
  await answerMailRequests()
  for (const { email } of [known, waiting])
    expect(await db.mail.count({ where: { recipient: email } })).toBeLessThanOrEqual(account.points)
  expect(await db.mail.count({ where: { recipient: unknown.email } })).toBe(0)
})

test('R-21 the mail of a sign-up counts for the address it names, whether or not somebody has it', async () => {
  const [known, waiting, unknown] = [await newPerson(), await newPerson({ isVerified: false }), { email: newEmail() }]
  const answers: unknown[] = []
  for (const { email } of [known, waiting, unknown]) {
    const given = []
    for (let asked = 0; asked < account.points; asked += 1) given.push(await ask(asked % 2 ? FORGOT : REGISTER, email))
    for (const door of [REGISTER, FORGOT, RESEND]) given.push(await ask(door, email))
    expect(given.map(({ status }) => status)).toEqual([201, 200, 201, 200, 201, 429, 429, 429])
    const browser = { ip: newIp(), userAgent: 'Firefox', requestId: '' }
    const refused = signUp({ email, password, name: 'Minji', locale: 'en' }, browser)
    await expect(refused).rejects.toMatchObject({ code: 'too_many_requests', retryAfterSeconds: expect.any(Number) })
    answers.push(given.map(({ status, body }) => [status, String(body.detail).replace(/\d+/, 'N')]))
  }
  expect(answers[1]).toEqual(answers[0])
  expect(answers[2]).toEqual(answers[0])
  await answerMailRequests()
  for (const { email } of [known, waiting, unknown])
    expect(await db.mail.count({ where: { recipient: email } })).toBeLessThanOrEqual(account.points)
})

test('R-21 sign-ups in browsers leave the address they name that many mails fewer', async () => {
  const email = newEmail()
  const browser = () => ({ ip: newIp(), userAgent: 'Firefox', requestId: '' })
  for (let time = 0; time < account.points - 1; time += 1)
    await signUp({ email, password, name: 'Minji', locale: 'en' }, browser())
  expect((await ask(FORGOT, email)).status).toBe(200)
  expect((await ask(FORGOT, email)).status).toBe(429)
})

test('R-21 a known browser of the owner is counted by itself, so that nobody keeps mail from them', async () => {
  const { id, email } = await newPerson()
  const secret = randomSecret()
  await db.knownDevice.create({ data: { userId: id, hash: hashSecret(secret) } })
  for (let asked = 0; asked < account.points; asked += 1) await ask(FORGOT, email)
  expect((await ask(FORGOT, email)).status).toBe(429)
  const owner = { ip: newIp(), userAgent: 'Firefox', requestId: '', deviceHashes: [hashSecret(secret)] }
  await expect(requestPasswordReset({ email, locale: 'en' }, owner)).resolves.toBeUndefined()
})

test('R-21 one visitor has mail sent to so many addresses, at both doors together', async () => {
  const people = await Promise.all(Array.from({ length: address.points + 5 }, () => newPerson()))
  const ip = newIp()
  const statuses: number[] = []
  for (const [asked, { email }] of people.entries()) {
    statuses.push((await ask(asked % 2 ? RESEND : FORGOT, email, ip)).status)
  }
  expect(statuses).toEqual(people.map((_, asked) => (asked < address.points ? 200 : 429)))
  expect(await db.mailRequest.count()).toBe(address.points)
})

test('R-21 all visitors together have so many mails sent a minute', async () => {
  const key = 'mail:global:all'
  const expire = BigInt(Date.now() + global.seconds * 1_000)
  await db.limit.create({ data: { key, points: global.points - 2, expire } })
  const statuses: number[] = []
  for (let asked = 0; asked < 4; asked += 1) statuses.push((await ask(FORGOT, newEmail())).status)
  expect(statuses).toEqual([200, 200, 429, 429])
})
