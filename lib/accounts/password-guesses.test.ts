import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { db } from '@/lib/db'
import { limits } from '@/lib/limits/limits'
import { findSignIn } from '@/lib/sessions/find-sign-in'
import { linkWithPassword } from '@/lib/social/link-with-password'
import { signInWithProvider } from '@/lib/social/sign-in-with-provider'
import { callApi, newPerson, TEST_PASSWORD as password, testClient } from '@/lib/testing/api'
import { configureProvider } from '@/lib/testing/providers'
import { issueTokens } from '@/lib/tokens/issue-tokens'
import { changePassword } from './change-password'
import { confirmEmail } from './confirm-email'
import { confirmPassword } from './confirm-password'
import { signIn } from './sign-in'
import { signUp } from './sign-up'

beforeAll(() => configureProvider('google'))

const { points } = limits.password.account
const newPassword = 'copper lantern seventeen'

let nextAddress = 0
function newClient() {
  nextAddress += 1
  return { ...testClient, ip: `10.7.${nextAddress >> 8}.${nextAddress & 255}` }
}
const from = () => ({ 'x-latchkey-client-ip': newClient().ip })

async function newBearer() {
  const user = await newPerson()
  const { access } = await issueTokens({ user, method: 'password', client: newClient() })
  return { user, headers: { authorization: `Bearer ${access}` } }
}

type Bearer = Awaited<ReturnType<typeof newBearer>>

function change({ headers }: Bearer, oldPassword: unknown, address = from()) {
  const body = { old_password: oldPassword, new_password1: newPassword, new_password2: newPassword }
  return callApi('/dj-rest-auth/password/change/', { body, headers: { ...headers, ...address } })
}

async function waitingLink(email: string): Promise<string> {
  const vouched = { email, isEmailVerified: true, isAuthoritative: false, name: '', locale: null }
  const identity = { provider: 'google', subject: randomUUID(), issuer: 'https://issuer.example', ...vouched }
  const arrival = { identity, authTime: null, client: newClient(), locale: 'en' } as const
  const met = await signInWithProvider(arrival)
  if (met.outcome !== 'proof_needed') throw new Error(met.outcome)
  return met.pendingToken
}

/** A link that confirms the address of a sign-up, as its mail carries it. */
async function confirmLink(email: string): Promise<string> {
  const user = await db.user.findUniqueOrThrow({ where: { email } })
  await db.user.update({ where: { email }, data: { emailVerifiedAt: null } })
  await signUp({ email, password, name: '', locale: 'en' }, newClient())
  await db.user.update({ where: { email }, data: { emailVerifiedAt: user.emailVerifiedAt } })
  const { text } = await db.mail.findFirstOrThrow({ where: { recipient: email, template: 'confirm-email' } })
  const token = /verify-email\?token=([\w-]{43})/.exec(text)?.[1]
  if (!token) throw new Error('no link was mailed')
  return token
}

/** Every door that takes a password, as what a wrong one is answered there. */
async function doorsOf(bearer: Bearer) {
  const { email } = bearer.user
  const { secret } = await signIn({ email, password, isKept: false }, newClient())
  const current = await findSignIn(secret, testClient)
  if (!current) throw new Error('nobody is signed in')
  const [pendingToken, token] = [await waitingLink(email), await confirmLink(email)]
  const codeOf = (attempt: Promise<unknown>) => attempt.then(() => 'let in').catch(({ code }) => code)
  const api = async (path: string) =>
    (await callApi(path, { body: { email, password: 'guess' }, headers: from() })).status
  return {
    page: () => codeOf(signIn({ email, password: 'guess', isKept: false }, newClient())),
    stepUp: () => codeOf(confirmPassword({ signIn: current, password: 'guess' }, newClient())),
    link: () => codeOf(linkWithPassword({ pendingToken, password: 'guess', locale: 'en' }, newClient())),
    confirm: () => codeOf(confirmEmail({ token, password: 'guess' }, newClient())),
    token: () => api('/accounts/token/'),
    login: () => api('/dj-rest-auth/login/'),
    change: async () => (await change(bearer, 'guess')).status,
    changePage: () =>
      codeOf(changePassword({ actor: current, currentPassword: 'guess', newPassword, locale: 'en' }, newClient())),
  }
}

test('P-19 the pages, the API, a step-up, a link, a confirmation elsewhere and a change of the password share one count', async () => {
  const doors = await doorsOf(await newBearer())
  const wrong = 'bad_credentials'
  const open = { page: wrong, stepUp: wrong, link: wrong, confirm: wrong, changePage: wrong }
  const answers: Record<string, unknown> = { ...open, token: 401, login: 400, change: 400 }
  const names = Object.keys(doors) as (keyof typeof doors)[]
  for (let attempt = 0; attempt < points; attempt += 1) {
    const name = names[attempt % names.length] ?? 'page'
    expect(await doors[name](), name).toBe(answers[name])
  }
  for (const name of names) expect([429, 'too_many_requests'], name).toContain(await doors[name]())
})

test('P-10 P-19 what one door counted is refused at the others with the seconds to wait', async () => {
  const bearer = await newBearer()
  for (let attempt = 0; attempt < points; attempt += 1) await change(bearer, `guess ${attempt}`)
  const { email } = bearer.user
  for (const path of ['/accounts/token/', '/dj-rest-auth/login/']) {
    const { status, headers } = await callApi(path, { body: { email, password }, headers: from() })
    expect(status).toBe(429)
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  }
})

const hashOf = async ({ user }: Bearer) => (await db.user.findUniqueOrThrow({ where: { id: user.id } })).passwordHash

test.each([
  ['without the current password', undefined, 'This field is required.'],
  ['with null for it', null, 'This field may not be null.'],
  ['with a blank one', '', 'This field may not be blank.'],
  ['with a wrong one', 'not the password', expect.stringContaining('old password')],
  ['with a list', [password], 'Not a valid string.'],
])('P-21 a change of the password %s changes nothing', async (_, oldPassword, reason) => {
  const bearer = await newBearer()
  const before = await hashOf(bearer)
  const { status, body } = await change(bearer, oldPassword)
  expect(status).toBe(400)
  expect(body).toEqual({ old_password: [reason] })
  expect(await hashOf(bearer)).toBe(before)
  expect((await callApi('/accounts/me/', { method: 'GET', headers: bearer.headers })).status).toBe(200)
})

test('P-21 guessing the current password is limited; then not even the right one changes it', async () => {
  const bearer = await newBearer()
  const before = await hashOf(bearer)
  for (let attempt = 0; attempt < points; attempt += 1)
    expect((await change(bearer, `guess ${attempt}`)).status).toBe(400)
  const late = await change(bearer, password)
  expect(late.status).toBe(429)
  expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await hashOf(bearer)).toBe(before)
})

test.each([{}, { authorization: 'Bearer made.up.token' }])(
  'P-21 nobody changes a password who is not signed in: %j',
  async (headers) => {
    const { status } = await change({ headers } as Bearer, password)
    expect(status).toBe(401)
  },
)

test('P-21 an account without a password gets none by this door', async () => {
  const bearer = await newBearer()
  await db.user.update({ where: { id: bearer.user.id }, data: { passwordHash: null } })
  for (const typed of ['', password, undefined]) expect((await change(bearer, typed)).status).toBe(400)
  expect(await hashOf(bearer)).toBeNull()
})
