import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { answerMailRequests } from '@/lib/accounts/answer-mail-requests'
import { changePassword } from '@/lib/accounts/change-password'
import { confirmEmailByCode } from '@/lib/accounts/confirm-email'
import { requestPasswordReset } from '@/lib/accounts/request-password-reset'
import { resendConfirmation } from '@/lib/accounts/resend-confirmation'
import { requestSignInCode, signInByCode } from '@/lib/accounts/sign-in-by-code'
import { signUp } from '@/lib/accounts/sign-up'
import { db } from '@/lib/db'
import { retryAllMail, retryMail } from '@/lib/mail/retry-mail'
import { addApp, changeApp } from '@/lib/social/save-app'
import { testClient as client, newPerson, TEST_PASSWORD as password } from '@/lib/testing/api'
import { startIssuer } from '@/lib/testing/issuer'
import { everything, loseAudit } from './lost-audit.fixture'

vi.hoisted(() => {
  Object.assign(process.env, { SIGN_IN_BY_CODE: 'on', RATE_LIMITS: 'off' })
})

let issuer: Awaited<ReturnType<typeof startIssuer>>
beforeAll(async () => {
  issuer = await startIssuer()
  issuer.answers.set('/token', (_, response) => response.writeHead(400).end(JSON.stringify({ error: 'invalid_grant' })))
})
afterAll(() => issuer.close())

const locale = 'en'
const staffId = randomUUID()
const owner = { ownerId: staffId, client }
const keysOf = (provider: string) => ({
  ...{ provider, clientId: 'ours', clientSecret: 'secret', nativeClientIds: [] },
  ...{ endpointOrigins: [], callbackUrl: null, appId: null, keepsTokens: false },
})

/** Of a provider that takes its keys. */
const newKeys = () => {
  const provider = `p${randomUUID().slice(0, 8)}`
  return { ...keysOf(provider), kind: 'openid' as const, name: 'Acme', issuer: issuer.origin }
}

async function mailedCode(recipient: string): Promise<string> {
  const { text } = await db.mail.findFirstOrThrow({ where: { recipient }, orderBy: { id: 'desc' } })
  return /^\d{6}$/m.exec(text)?.[0] ?? ''
}

async function newDeadMail(): Promise<string> {
  const letter = {
    recipient: 'a@example.org',
    template: 'welcome',
    locale,
    subject: 'Hello',
    text: 'Hello',
    html: 'Hello',
  }
  const { id } = await db.mail.create({ data: { ...letter, state: 'dead', attempts: 9, givenUpAt: new Date() } })
  return id
}

/** Each readies what it needs while the log can still be written, and returns the act. */
test.each<[string, () => Promise<() => Promise<unknown>>]>([
  [
    'sign in by a code',
    async () => {
      const { email } = await newPerson()
      const { codeSecret } = await requestSignInCode({ email, locale }, client)
      await answerMailRequests()
      const code = await mailedCode(email)
      return () => signInByCode({ code, codeSecret, isKept: false }, client)
    },
  ],
  [
    'confirm an address by a code',
    async () => {
      const email = `${randomUUID()}@example.org`
      const { signUpSecret } = await signUp({ email, password, name: 'Mina', locale }, client)
      const code = await mailedCode(email)
      return () => confirmEmailByCode({ code, signUpSecret }, client)
    },
  ],
  [
    'change a password as an API client',
    async () => {
      const actor = { user: await newPerson(), sessionId: undefined }
      const change = { actor, currentPassword: password, newPassword: 'amber kettle 19', locale }
      return () => changePassword(change, client)
    },
  ],
  [
    'send a dead letter again',
    async () => {
      const mailId = await newDeadMail()
      return () => retryMail({ mailId, staffId, client })
    },
  ],
  [
    'send every dead letter again',
    async () => {
      await newDeadMail()
      return () => retryAllMail({ staffId, client })
    },
  ],
  ['give a provider keys', async () => () => addApp(newKeys(), owner)],
  [
    'change the keys of a provider',
    async () => {
      const provider = await addApp(newKeys(), owner)
      return () => changeApp(keysOf(provider), owner)
    },
  ],
])('D-19 without its audit event nothing happens: %s', async (_, ready) => {
  const act = await ready()
  const before = await everything()
  await loseAudit()
  await expect(act()).rejects.toThrow('no audit')
  expect(await everything()).toBe(before)
})

test.each([
  ['account.request_reset', requestPasswordReset, true],
  ['account.request_code', requestSignInCode, true],
  ['account.resend_confirmation', resendConfirmation, false],
] as const)(
  'D-19 the worker sends no mail without the event %s, and one event with it',
  async (event, ask, isVerified) => {
    const { email, id: userId } = await newPerson({ isVerified })
    await db.mailRequest.deleteMany()
    await ask({ email, locale }, client)
    const before = await everything()
    const mend = await loseAudit()
    await answerMailRequests()
    expect(await everything()).toBe(before)
    await mend()
    await db.mailRequest.updateMany({ data: { nextAttemptAt: new Date(0) } })
    await answerMailRequests()
    expect(await db.auditEvent.findMany({ where: { userId, event } })).toMatchObject([{ outcome: 'success' }])
  },
)
