import { randomUUID } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { db } from '@/lib/db'
import { limits } from '@/lib/limits/limits'
import { newPerson, TEST_PASSWORD, testClient } from '@/lib/testing/api'
import { race } from '@/lib/testing/long'
import { answerMailRequests } from './answer-mail-requests'
import { confirmEmail, confirmEmailByCode } from './confirm-email'
import { deactivateUser } from './deactivate-user'
import { MAX_CODE_TRIES } from './mailed-code'
import { issueResetToken } from './request-password-reset'
import { resetPassword } from './reset-password'
import { requestSignInCode, signInByCode } from './sign-in-by-code'
import { signUp } from './sign-up'
import { verifyCredentials } from './verify-credentials'

vi.hoisted(() => {
  process.env.SIGN_IN_BY_CODE = 'on'
})

const wrong = { code: 'validation_failed', fields: { code: ['code_wrong'] } }

async function codeTo(recipient: string): Promise<string> {
  await answerMailRequests()
  const mail = await db.mail.findFirst({ where: { recipient, text: { contains: 'ode' } }, orderBy: { id: 'desc' } })
  return /^\d{6}$/m.exec(mail?.text ?? '')?.[0] ?? ''
}

const otherThan = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

async function newSignUp() {
  const email = `${randomUUID()}@example.org`
  const { signUpSecret } = await signUp({ email, password: TEST_PASSWORD, name: 'New', locale: 'en' }, testClient)
  return { email, signUpSecret, code: await codeTo(email) }
}

async function newCode() {
  const user = await newPerson()
  const { codeSecret } = await requestSignInCode({ email: user.email, locale: 'en' }, testClient)
  return { user, codeSecret, code: await codeTo(user.email) }
}

const enter = (codeSecret: string | undefined, code: string, now?: Date) =>
  signInByCode({ codeSecret, code, isKept: false }, testClient, now)

test('the code confirms the address in the browser that signed up, once, and the link is void then', async () => {
  const { email, signUpSecret, code } = await newSignUp()
  await expect(confirmEmailByCode({ code, signUpSecret: undefined }, testClient)).rejects.toMatchObject(wrong)
  const other = await newSignUp()
  await expect(confirmEmailByCode({ code, signUpSecret: other.signUpSecret }, testClient)).rejects.toMatchObject(wrong)
  expect(await confirmEmailByCode({ code, signUpSecret }, testClient)).toEqual({ email })
  await expect(confirmEmailByCode({ code, signUpSecret }, testClient)).rejects.toMatchObject(wrong)
  const open = { user: { email }, usedAt: null, purpose: { in: ['confirm_email', 'confirm_code'] } }
  expect(await db.oneTimeToken.count({ where: open })).toBe(0)
})

test('R-19 after five tries not even the right code is taken, however they come', race, async () => {
  const { signUpSecret, code } = await newSignUp()
  const attempt = (typed: string) => confirmEmailByCode({ code: typed, signUpSecret }, testClient)
  await Promise.allSettled(Array.from({ length: MAX_CODE_TRIES + 3 }, () => attempt(otherThan(code))))
  await expect(attempt(code)).rejects.toMatchObject(wrong)
})

test('a code signs the browser in that asked for it, and no other, once', async () => {
  const { user, codeSecret, code } = await newCode()
  const stranger = await newCode()
  await expect(enter(stranger.codeSecret, code)).rejects.toMatchObject(wrong)
  await expect(enter(undefined, code)).rejects.toMatchObject(wrong)
  const { session } = await enter(codeSecret, code)
  expect(session).toMatchObject({ userId: user.id, method: 'code', kind: 'browser' })
  await expect(enter(codeSecret, code)).rejects.toMatchObject(wrong)
})

test('of ten requests with one code one signs in', race, async () => {
  const { codeSecret, code } = await newCode()
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => enter(codeSecret, code)))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('P-23 a code is void after ten minutes, for a disabled person, and after another password', async () => {
  const late = await newCode()
  await expect(enter(late.codeSecret, late.code, new Date(Date.now() + 601_000))).rejects.toMatchObject(wrong)
  const disabled = await newCode()
  await deactivateUser(disabled.user.email, testClient)
  await expect(enter(disabled.codeSecret, disabled.code)).rejects.toMatchObject(wrong)
  const changed = await newCode()
  const { token } = await issueResetToken(changed.user.email, testClient)
  await resetPassword({ token, newPassword: 'copper lantern seventeen', locale: 'en' }, testClient)
  await expect(enter(changed.codeSecret, changed.code)).rejects.toMatchObject(wrong)
})

test('a code that another browser asks for leaves the earlier one good, and is void once that has served', async () => {
  const { user, codeSecret, code } = await newCode()
  const other = await requestSignInCode({ email: user.email, locale: 'en' }, { ...testClient, ip: '192.0.2.77' })
  const otherCode = await codeTo(user.email)
  await expect(enter(other.codeSecret, code)).rejects.toMatchObject(wrong)
  expect((await enter(codeSecret, code)).session.userId).toBe(user.id)
  await expect(enter(other.codeSecret, otherCode)).rejects.toMatchObject(wrong)
})

test('the code that confirms an address is void after ten minutes, while the link beside it is not', async () => {
  const { email, signUpSecret, code } = await newSignUp()
  const late = new Date(Date.now() + 601_000)
  await expect(confirmEmailByCode({ code, signUpSecret }, testClient, late)).rejects.toMatchObject(wrong)
  const mail = await db.mail.findFirstOrThrow({ where: { recipient: email } })
  expect(mail.text).toContain('ten minutes')
  const token = /token=([\w-]{43})/.exec(mail.text)?.[1] ?? ''
  expect(await confirmEmail({ token, signUpSecret }, testClient, late)).toEqual({ email })
})

test('P-24 an unconfirmed, disabled or unknown address gets no code, and the same answer', async () => {
  const [unconfirmed, disabled] = [await newPerson({ isVerified: false }), await newPerson()]
  await deactivateUser(disabled.email, testClient)
  for (const email of [unconfirmed.email, disabled.email, 'nobody@example.com']) {
    const answer = await requestSignInCode({ email, locale: 'en' }, testClient)
    expect(answer).toEqual({ codeSecret: expect.stringMatching(/^[\w-]{43}$/) })
    expect(await codeTo(email)).toBe('')
  }
})

test('P-19 passwords and mailed codes are guessed against one count of the address', async () => {
  const { user, codeSecret, code } = await newCode()
  const guesser = { ...testClient, ip: '192.0.2.119' }
  const guessCode = (typed: string) => signInByCode({ codeSecret, code: typed, isKept: false }, guesser)
  for (let tried = 0; tried < 3; tried += 1) await expect(guessCode(otherThan(code))).rejects.toMatchObject(wrong)
  const guessPassword = (email: string) => verifyCredentials({ email, password: 'guess' }, guesser)
  for (let tried = 3; tried < limits.password.address.points; tried += 1)
    await expect(guessPassword(`${randomUUID()}@example.org`)).rejects.toMatchObject({ code: 'bad_credentials' })
  const refused = { code: 'too_many_requests' }
  await expect(guessPassword(user.email)).rejects.toMatchObject(refused)
  await expect(guessCode(code)).rejects.toMatchObject(refused)
})

test('P-10 P-19 all codes of a person are guessed against one count, and each wrong one is recorded', async () => {
  const user = await newPerson()
  const guesses: unknown[] = []
  for (let asked = 0; asked < 3; asked += 1) {
    const { codeSecret } = await requestSignInCode({ email: user.email, locale: 'en' }, testClient)
    const code = await codeTo(user.email)
    for (let tried = 0; tried < 4; tried += 1) {
      const guesser = { ...testClient, ip: `10.9.${asked}.${tried}` }
      const guess = signInByCode({ codeSecret, code: otherThan(code), isKept: false }, guesser)
      guesses.push(await guess.catch((error) => error.code))
    }
  }
  const { points } = limits.code.account
  expect(guesses.slice(0, points)).toEqual(Array(points).fill('validation_failed'))
  expect(guesses.slice(points)).toEqual(Array(12 - points).fill('too_many_requests'))
  const where = { event: 'account.try_code', outcome: 'refused', userId: user.id }
  expect(await db.auditEvent.count({ where })).toBe(points)
  const other = await newCode()
  await expect(enter(other.codeSecret, other.code)).resolves.toHaveProperty('session')
})

test('P-17 a mailed code lets the owner in while a botnet uses up the account', async () => {
  const { user, codeSecret, code } = await newCode()
  const guess = (_: unknown, host: number) =>
    verifyCredentials({ email: user.email, password: 'guess' }, { ...testClient, ip: `10.8.0.${host}` })
  await Promise.allSettled(Array.from({ length: limits.password.account.points + 5 }, guess))
  const owner = { ...testClient, ip: '10.8.1.1' }
  const byPassword = verifyCredentials({ email: user.email, password: TEST_PASSWORD }, owner)
  await expect(byPassword).rejects.toMatchObject({ code: 'too_many_requests' })
  const { session } = await signInByCode({ codeSecret, code, isKept: false }, owner)
  expect(session.userId).toBe(user.id)
})

test('the database does not tell the code', async () => {
  const { code } = await newCode()
  const rows = await db.oneTimeToken.findMany({ where: { purpose: 'sign_in_code' } })
  expect(JSON.stringify(rows)).not.toContain(`"${code}"`)
})
