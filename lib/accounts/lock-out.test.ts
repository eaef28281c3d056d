import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { db } from '@/lib/db'
import { hashSecret, randomSecret } from '@/lib/encryption'
import { limits } from '@/lib/limits/limits'
import { newPerson, TEST_PASSWORD as password, testClient } from '@/lib/testing/api'
import { race } from '@/lib/testing/long'
import { obtainTokens } from '@/lib/tokens/obtain-tokens'
import { issueResetToken } from './request-password-reset'
import { resetPassword } from './reset-password'
import { signIn } from './sign-in'
import { verifyCredentials } from './verify-credentials'

// Each test guesses more than anybody may in a minute.
beforeEach(async () => {
  await db.limit.deleteMany()
})

let nextAddress = 0
function newClient() {
  nextAddress += 1
  return { ...testClient, ip: `10.5.${nextAddress >> 8}.${nextAddress & 255}` }
}

/** Guesses from as many addresses, as a botnet does, with a device cookie that was made up. */
async function hammer(email: string, guesses: number) {
  const makeGuess = () => {
    const client = { ...newClient(), userAgent: 'bot', deviceHashes: [hashSecret(randomSecret())] }
    return verifyCredentials({ email, password: 'guess' }, client)
  }
  const outcomes = await Promise.allSettled(Array.from({ length: guesses }, makeGuess))
  return outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason.code)
}

async function newPersonWithBrowser() {
  const user = await newPerson()
  const { deviceSecret } = await signIn({ email: user.email, password, isKept: false }, newClient())
  const browser = () => ({ ...newClient(), deviceHashes: [hashSecret(deviceSecret ?? '')] })
  return { ...user, browser }
}

test(
  'P-17 the owner signs in on a known browser while a botnet uses up the account, as often as needed',
  race,
  async () => {
    const { email, browser } = await newPersonWithBrowser()
    const answers = await hammer(email, 100)
    expect(answers.filter((code) => code === 'bad_credentials')).toHaveLength(limits.password.account.points)
    expect(answers.filter((code) => code === 'too_many_requests')).toHaveLength(100 - limits.password.account.points)
    for (let time = 0; time < 3; time += 1) await signIn({ email, password, isKept: false }, browser())
    // The owner's success gives the botnet nothing.
    expect(await hammer(email, 3)).toEqual(Array(3).fill('too_many_requests'))
  },
)

test('P-17 a program that the owner used gets in likewise, where it was used', async () => {
  const { email } = await newPerson()
  const program = { ...newClient(), userAgent: 'backup/2' }
  await obtainTokens({ email, password }, program)
  await hammer(email, 20)
  await expect(obtainTokens({ email, password }, program)).resolves.toHaveProperty('access')
  const elsewhere = { ...newClient(), userAgent: 'backup/2' }
  await expect(obtainTokens({ email, password }, elsewhere)).rejects.toMatchObject({ code: 'too_many_requests' })
})

test('P-17 a known browser that guesses has a limit of its own, and leaves the account its attempts', async () => {
  const { email, browser } = await newPersonWithBrowser()
  const guess = () => verifyCredentials({ email, password: 'guess' }, browser()).catch(({ code }) => code)
  for (let attempt = 0; attempt < limits.password.device.points; attempt += 1)
    expect(await guess()).toBe('bad_credentials')
  expect(await guess()).toBe('too_many_requests')
  await expect(verifyCredentials({ email, password }, newClient())).resolves.toHaveProperty('email', email)
})

test('P-17 the browser of somebody else is worth nothing here', async () => {
  const { email } = await newPersonWithBrowser()
  const { browser } = await newPersonWithBrowser()
  await hammer(email, 20)
  const theirs = { ...browser(), userAgent: 'another' }
  await expect(verifyCredentials({ email, password }, theirs)).rejects.toMatchObject({ code: 'too_many_requests' })
})

test.each([
  ['a browser', false],
  ['a program', true],
])(
  'P-17 a new password by a mailed link lets %s in that was never seen, whatever the botnet does',
  async (_, isByApi) => {
    const { email } = await newPerson()
    await hammer(email, 20)
    const place = newClient()
    const newPassword = 'copper lantern seventeen'
    const enter = (deviceHashes: string[]) =>
      verifyCredentials({ email, password: newPassword }, { ...place, deviceHashes })
    const { token } = await issueResetToken(email, testClient)
    const { deviceSecret } = await resetPassword({ token, newPassword, locale: 'en', isByApi }, place)
    expect(deviceSecret === null).toBe(isByApi)
    await expect(enter(deviceSecret === null ? [] : [hashSecret(deviceSecret)])).resolves.toHaveProperty('email', email)
    await expect(verifyCredentials({ email, password: newPassword }, newClient())).rejects.toMatchObject({
      code: 'too_many_requests',
    })
  },
)

test('P-15 P-18 all addresses of a person are guessed at as one account', async () => {
  const { id, email } = await newPerson()
  const others = Array.from({ length: 3 }, () => `${randomUUID()}@example.org`)
  for (const other of others)
    await db.emailAddress.create({ data: { id: randomUUID(), userId: id, email: other, verifiedAt: new Date() } })
  const answers: unknown[] = []
  for (const address of [email, ...others]) answers.push(...(await hammer(address, limits.password.account.points)))
  expect(answers.filter((code) => code === 'bad_credentials')).toHaveLength(limits.password.account.points)
})
