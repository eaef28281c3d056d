import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test, vi } from 'vitest'
import { db } from '@/lib/db'
import { limits } from '@/lib/limits/limits'
import { newPerson, TEST_PASSWORD as password, testClient } from '@/lib/testing/api'
import { answerMailRequests } from './answer-mail-requests'
import { confirmEmailByCode } from './confirm-email'
import { createUser } from './create-user'
import { requestPasswordReset } from './request-password-reset'
import { resendConfirmation } from './resend-confirmation'
import { checkSignInCode, requestSignInCode } from './sign-in-by-code'
import { signUp } from './sign-up'
import { verifyCredentials } from './verify-credentials'

vi.hoisted(() => {
  process.env.SIGN_IN_BY_CODE = 'on'
})

beforeEach(() => db.limit.deleteMany())

const locale = 'en'
const code = 'abcdef'
let nextHost = 0

/** A visitor nobody has seen yet, so that only the address that is named counts. */
function newClient() {
  nextHost += 1
  return { ...testClient, ip: `10.7.${nextHost >> 8}.${nextHost & 255}` }
}

type Attempt = () => Promise<unknown>

/** Every door at which somebody names an address, or types what was sent to it. */
const doors: [string, number, (email: string) => Attempt | Promise<Attempt>][] = [
  ['reset', limits.mail.account.points, (email) => () => requestPasswordReset({ email, locale }, newClient())],
  ['resending', limits.mail.account.points, (email) => () => resendConfirmation({ email, locale }, newClient())],
  ['asking for a code', limits.mail.account.points, (email) => () => requestSignInCode({ email, locale }, newClient())],
  [
    'sign-up',
    limits.mail.account.points,
    (email) => () => signUp({ email, password, name: 'Minji', locale }, newClient()),
  ],
  ['sign-in by a code', limits.code.account.points, typeSignInCode],
  ['confirming by a code', limits.code.account.points, typeConfirmCode],
  [
    'sign-in',
    limits.password.account.points,
    (email) => () => verifyCredentials({ email, password: 'x' }, newClient()),
  ],
]

async function typeSignInCode(email: string): Promise<Attempt> {
  const { codeSecret } = await requestSignInCode({ email, locale }, newClient())
  await answerMailRequests()
  return () => checkSignInCode({ code, codeSecret }, newClient(), new Date())
}

async function typeConfirmCode(email: string): Promise<Attempt> {
  const { signUpSecret } = await signUp({ email, password, name: 'Minji', locale }, newClient())
  return () => confirmEmailByCode({ code, signUpSecret }, newClient())
}

const newAddress = () => `${randomUUID()}@example.org`

async function makeAccount(email: string): Promise<void> {
  if ((await db.user.count({ where: { email } })) === 0) await createUser({ email, password, isVerified: true })
}

async function answerTo(attempt: Attempt): Promise<{ answer: string; wait: number }> {
  const refusal = await attempt().then(
    () => ({ code: 'done', retryAfterSeconds: 0 }),
    (error) => error,
  )
  return { answer: refusal.code, wait: refusal.retryAfterSeconds ?? 0 }
}

test.each(doors)('P-24 at the door of %s known and unknown addresses are counted alike', async (_, points, open) => {
  const [known, late] = [(await newPerson()).email, newAddress()]
  const attempts = { known: await open(known), unknown: await open(newAddress()), late: await open(late) }
  const refusals: string[] = []
  for (let count = 0; count < points + 2; count += 1) {
    if (count === 2) await makeAccount(late)
    const expected = await answerTo(attempts.unknown)
    for (const attempt of [attempts.known, attempts.late]) {
      const { answer, wait } = await answerTo(attempt)
      expect({ count, answer }).toEqual({ count, answer: expected.answer })
      expect(Math.abs(wait - expected.wait)).toBeLessThan(30)
    }
    refusals.push(expected.answer)
  }
  expect(refusals.slice(points)).toEqual(['too_many_requests', 'too_many_requests'])
  expect(refusals.slice(0, points)).not.toContain('too_many_requests')
  const another = await answerTo(await open((await newPerson()).email))
  expect(another.answer).toBe(refusals[0])
})
