import { randomUUID } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { db } from '@/lib/db'
import type { HashTask } from '@/lib/passwords/hash-worker'
import runHashTask from '@/lib/passwords/hash-worker'
import { processWide } from '@/lib/process-wide'
import { newPerson, TEST_PASSWORD as password } from '@/lib/testing/api'
import { race } from '@/lib/testing/long'
import { answerMailRequests } from './answer-mail-requests'
import { confirmEmail } from './confirm-email'
import { emailSchema } from './email'
import { findConfirmation } from './email-confirmation'
import { resendConfirmation } from './resend-confirmation'
import { profileSchema, signUpSchema } from './schemas'
import { signIn } from './sign-in'
import { signUp } from './sign-up'

// These tests are about accounts, not about limits: those have tests of their own.
vi.hoisted(() => {
  process.env.RATE_LIMITS = 'off'
})

let hashes = 0
processWide('hash-pool', () => (task: HashTask) => {
  hashes += 1
  return runHashTask(task)
})

const client = { ip: '192.0.2.1', userAgent: 'vitest', requestId: 'test' }
const newEmail = () => `${randomUUID()}@example.org`
const signUpAs = (email: string, changes: { password?: string; name?: string } = {}, now?: Date) =>
  signUp({ email, password, name: 'Minji', locale: 'en', ...changes }, client, now)
const signInAs = (email: string, typed = password) => signIn({ email, password: typed, isKept: false }, client)

function mailsTo(email: string) {
  return db.mail.findMany({ where: { recipient: email }, orderBy: { createdAt: 'asc' } })
}

/** The token in the newest link that was mailed to this address. */
async function mailedToken(email: string): Promise<string> {
  const texts = (await mailsTo(email)).map(({ text }) => text).join('\n')
  const token = [...texts.matchAll(/verify-email\?token=([\w-]{43})/g)].at(-1)?.[1]
  if (!token) throw new Error(`no link was mailed to ${email}`)
  return token
}

test('R-01 a known and an unknown address get the same answer after the same hashing; the owner is told', async () => {
  const { email: known } = await newPerson()
  const unknown = newEmail()
  hashes = 0
  const answer = await signUpAs(unknown)
  const hashesForUnknown = hashes
  hashes = 0
  const answerForKnown = await signUpAs(known, { password: 'quite another one' })
  expect(hashes).toBe(hashesForUnknown)
  expect(answerForKnown).toEqual({ signUpSecret: expect.stringMatching(/^[\w-]{43}$/) })
  expect(Object.keys(answer)).toEqual(Object.keys(answerForKnown))
  expect(await mailsTo(unknown)).toMatchObject([{ template: 'confirm-email' }])
  expect(await mailsTo(known)).toMatchObject([{ template: 'already-registered' }])
  await signInAs(known)
})

test('R-01 what a sign-up for a known address leaves behind is nobody’s, without name or hash, and expired', async () => {
  const { id, email } = await newPerson()
  await db.oneTimeToken.deleteMany()
  await signUpAs(email)
  const tokens = await db.oneTimeToken.findMany()
  expect(tokens.map(({ purpose }) => purpose).sort()).toEqual(['confirm_code', 'confirm_email'])
  for (const { userId, expiresAt, data } of tokens) {
    expect(userId).toBeNull()
    expect(expiresAt.getTime()).toBeLessThanOrEqual(Date.now())
    expect(data).toMatchObject({ email, name: '', passwordHash: null })
  }
  expect(await db.user.findUniqueOrThrow({ where: { id } })).toMatchObject({ email })
})

test('R-01 asking for the link again says nothing about the address, and mails only where one is waited for', async () => {
  const [{ email: known }, unknown, waiting] = [await newPerson(), newEmail(), newEmail()]
  await signUpAs(waiting)
  for (const email of [known, unknown, waiting]) {
    expect(await resendConfirmation({ email, locale: 'en' }, client)).toBeUndefined()
  }
  await answerMailRequests()
  expect(await mailsTo(unknown)).toEqual([])
  expect(await mailsTo(known)).toEqual([])
  expect(await mailsTo(waiting)).toHaveLength(2)
})

test('a confirmation asked for again has a code and needs no password in the browser of the sign-up that stands only', async () => {
  const email = newEmail()
  const stranger = await signUpAs(email, { password: 'a stranger was here' })
  const own = await signUpAs(email)
  const again = async (signUpSecret: string | undefined) => {
    await resendConfirmation({ email, locale: 'en', signUpSecret }, client)
    await answerMailRequests()
    const hasCode = /^\d{6}$/m.test((await mailsTo(email)).at(-1)?.text ?? '')
    return [hasCode, (await findConfirmation(await mailedToken(email), signUpSecret))?.isSameBrowser]
  }
  expect(await again(own.signUpSecret)).toEqual([true, true])
  expect(await again(own.signUpSecret)).toEqual([true, true])
  expect(await again(stranger.signUpSecret)).toEqual([false, false])
  expect(await again(undefined)).toEqual([false, false])
})

test.each(['role', 'emailVerifiedAt', 'id', 'number', 'passwordHash', 'isActive', '__proto__'])(
  'R-02 a sign-up or profile that also sends %s is refused',
  (field) => {
    const withField = (form: object) => JSON.parse(JSON.stringify(form).replace('{', `{"${field}":"owner",`))
    expect(signUpSchema.safeParse(withField({ email: newEmail(), password, name: 'Minji' })).success).toBe(false)
    expect(profileSchema.safeParse(withField({ name: 'Minji' })).success).toBe(false)
  },
)

test('R-03 another spelling of a known address is the same account', async () => {
  const email = newEmail()
  for (const typed of [email, email.toUpperCase(), ` ${email} `]) {
    await signUpAs(signUpSchema.parse({ email: typed, password, name: 'Minji' }).email)
  }
  expect(await db.user.count({ where: { email: { equals: email, mode: 'insensitive' } } })).toBe(1)
})

test('D-01 fifty parallel sign-ups for one address make one account', race, async () => {
  const email = newEmail()
  const attempts = Array.from({ length: 50 }, (_, i) =>
    signUpAs(emailSchema.parse(i % 2 ? email : email.toUpperCase())),
  )
  await Promise.all(attempts)
  expect(await db.user.findMany({ where: { email } })).toHaveLength(1)
  expect(await db.profile.count({ where: { user: { email } } })).toBe(1)
})

test('the browser that signed up confirms with the link alone', async () => {
  const email = newEmail()
  const { signUpSecret } = await signUpAs(email)
  await expect(signInAs(email)).rejects.toMatchObject({ code: 'email_not_verified' })
  const token = await mailedToken(email)
  expect(await findConfirmation(token, signUpSecret)).toEqual({ email, isSameBrowser: true })
  expect(await confirmEmail({ token, signUpSecret }, client)).toEqual({ email })
  await signInAs(email)
})

test('in another browser the password of that sign-up is asked for', async () => {
  const email = newEmail()
  await signUpAs(email)
  const token = await mailedToken(email)
  expect(await findConfirmation(token, undefined)).toMatchObject({ isSameBrowser: false })
  await expect(confirmEmail({ token }, client)).rejects.toMatchObject({ code: 'validation_failed' })
  for (const signUpSecret of [undefined, 'x'.repeat(43)]) {
    const attempt = confirmEmail({ token, signUpSecret, password: 'a guess' }, client)
    await expect(attempt).rejects.toMatchObject({ code: 'bad_credentials' })
  }
  await confirmEmail({ token, password }, client)
  await signInAs(email)
})

test("R-07 a stranger's sign-up does not decide the password of an account that its owner confirms", async () => {
  const email = newEmail()
  const { signUpSecret } = await signUpAs(email)
  const token = await mailedToken(email)
  await signUpAs(email, { password: "the stranger's choice", name: 'Stranger' })
  await confirmEmail({ token, signUpSecret }, client)
  await signInAs(email)
  await expect(signInAs(email, "the stranger's choice")).rejects.toMatchObject({ code: 'bad_credentials' })
  await expect(confirmEmail({ token: await mailedToken(email), password }, client)).rejects.toMatchObject({
    code: 'token_invalid',
  })
})

test('R-12 a confirmation link works once, also among twenty at the same moment', async () => {
  const email = newEmail()
  const { signUpSecret } = await signUpAs(email)
  const token = await mailedToken(email)
  const attempts = Array.from({ length: 20 }, () => confirmEmail({ token, signUpSecret }, client))
  const outcomes = await Promise.allSettled(attempts)
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await findConfirmation(token, signUpSecret)).toBeNull()
})

test('R-12 an expired, unknown or foreign link confirms nothing', async () => {
  const email = newEmail()
  const longAgo = new Date('2026-01-01T00:00:00Z')
  const { signUpSecret } = await signUpAs(email, {}, longAgo)
  const token = await mailedToken(email)
  expect(await findConfirmation(token, signUpSecret)).toBeNull()
  expect(await findConfirmation('x'.repeat(43), signUpSecret)).toBeNull()
  for (const wrong of [token, 'x'.repeat(43), '', 'a\u0000b']) {
    const attempt = confirmEmail({ token: wrong, signUpSecret, password }, client)
    await expect(attempt).rejects.toMatchObject({ code: 'token_invalid' })
  }
  expect(await db.user.findUniqueOrThrow({ where: { email } })).toMatchObject({ emailVerifiedAt: null })
})

test('R-13 a token of another purpose confirms nothing', async () => {
  const email = newEmail()
  const { signUpSecret } = await signUpAs(email)
  const token = await mailedToken(email)
  await db.oneTimeToken.updateMany({ where: { user: { email } }, data: { purpose: 'link_identity' } })
  expect(await findConfirmation(token, signUpSecret)).toBeNull()
  await expect(confirmEmail({ token, signUpSecret }, client)).rejects.toMatchObject({ code: 'token_invalid' })
})

test('R-19 neither the link nor the cookie can be read from the database', async () => {
  const email = newEmail()
  const { signUpSecret } = await signUpAs(email)
  const rows = JSON.stringify(await db.oneTimeToken.findMany({ where: { user: { email } } }))
  expect(rows).not.toContain(await mailedToken(email))
  expect(rows).not.toContain(signUpSecret)
})

test('P-20 a guessable password is refused with the reason, and nothing is written', async () => {
  const email = newEmail()
  await expect(signUpAs(email, { password: '8462074915' })).rejects.toMatchObject({
    code: 'validation_failed',
    fields: { password: ['password_entirely_numeric'] },
  })
  expect(await db.user.count({ where: { email } })).toBe(0)
})
