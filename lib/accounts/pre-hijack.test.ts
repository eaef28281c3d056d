import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { db } from '@/lib/db'
import { hashSecret } from '@/lib/encryption'
import { findSignIn } from '@/lib/sessions/find-sign-in'
import { startBrowserSession } from '@/lib/sessions/start-session'
import { connectIdentity } from '@/lib/social/connect-identity'
import { proveAddress as proveAddressByCode, requestAddressCode } from '@/lib/social/prove-address'
import { signInWithProvider } from '@/lib/social/sign-in-with-provider'
import { callApi, testClient as client, newPerson, TEST_PASSWORD } from '@/lib/testing/api'
import { configureProvider } from '@/lib/testing/providers'
import { issueTokens } from '@/lib/tokens/issue-tokens'
import { createFor } from '@/lib/tokens/personal-token.fixture'
import { proveAddress, requestAddress } from './add-address'
import { makeMain } from './change-addresses'
import { issueResetToken } from './request-password-reset'
import { resetPassword } from './reset-password'
import { undoChange } from './undo-change'
import { verifyCredentials } from './verify-credentials'

// Where an address need not be confirmed, whoever signed up with somebody else's gets furthest.
vi.hoisted(() => {
  process.env.EMAIL_VERIFICATION = 'optional'
})

beforeAll(() => configureProvider('naver'))
beforeEach(() => db.limit.deleteMany())

const newPassword = 'copper lantern seventeen'
const newAddress = () => `${randomUUID()}@example.org`

/** What somebody gathers in an account with a stranger's address, signed in by password in a browser and a program. */
async function newSquat() {
  const user = await newPerson({ isVerified: false })
  const { id: userId, email } = user
  const browser = await startBrowserSession({ userId, method: 'password', isKept: true, client })
  const tokens = await issueTokens({ user, method: 'password', client })
  const personalToken = await createFor(user)
  await db.account.create({ data: { userId, type: 'oidc', provider: 'google', providerAccountId: randomUUID() } })
  const person = { id: userId, email, locale: 'en' }
  const ownAddress = newAddress()
  await prove(person, await askFor(person, ownAddress))
  return { user, person, browser, tokens, personalToken, ownAddress, pendingToken: await askFor(person, newAddress()) }
}

type Person = { id: string; email: string; locale: string }

async function askFor(user: Person, email: string): Promise<string> {
  await requestAddress({ user, email, isMain: false, locale: 'en' }, client)
  const { text } = await db.mail.findFirstOrThrow({ where: { recipient: email } })
  return /token=([\w-]{43})/.exec(text)?.[1] ?? ''
}

const prove = (user: Person, token: string) => proveAddress({ user, token, locale: 'en' }, client)

async function resetBy(email: string): Promise<void> {
  const { token } = await issueResetToken(email, client)
  await resetPassword({ token, newPassword, locale: 'en' }, client)
}

const arriveByGoogle = (email: string) => {
  const person = { email, isEmailVerified: true, isAuthoritative: true, name: 'Owner', locale: null }
  const identity = { provider: 'google', subject: randomUUID(), issuer: 'https://issuer.example', ...person }
  return signInWithProvider({ identity, authTime: null, client, locale: 'en' })
}

async function arriveByCode(email: string) {
  const person = { email: null, isEmailVerified: false, isAuthoritative: false, name: 'Owner', locale: null }
  const identity = { provider: 'naver', subject: randomUUID(), issuer: 'https://issuer.example', ...person }
  const waiting = await signInWithProvider({ identity, authTime: null, client, locale: 'en' })
  if (waiting.outcome === 'signed_in') throw new Error(waiting.outcome)
  const { pendingToken } = waiting
  const { codeSecret } = await requestAddressCode({ pendingToken, offer: '', email, locale: 'en' }, client)
  const { text } = await db.mail.findFirstOrThrow({ where: { recipient: email, template: 'prove-address' } })
  const code = /\b\d{6}\b/.exec(text)?.[0] ?? ''
  return proveAddressByCode({ pendingToken, codeSecret, code, locale: 'en' }, client)
}

const statusOf = async (path: string, call: Parameters<typeof callApi>[1]) => (await callApi(path, call)).status
const meBy = (bearer: string) =>
  statusOf('/accounts/me/', { method: 'GET', headers: { authorization: `Bearer ${bearer}` } })

/** Asserts that nothing of what the squatter gathered opens the account, or will. */
async function expectNothingLeft({ user, person, browser, tokens, personalToken, ownAddress, pendingToken }: Squat) {
  expect(await findSignIn(browser.secret, client)).toBeNull()
  expect(await meBy(tokens.access)).toBe(401)
  expect(await statusOf('/accounts/token/refresh/', { body: { refresh: tokens.refresh } })).toBe(401)
  expect(await meBy(personalToken)).toBe(401)
  await expect(prove(person, pendingToken)).rejects.toMatchObject({ code: 'token_invalid' })
  for (const email of [user.email, ownAddress]) {
    const old = verifyCredentials({ email, password: TEST_PASSWORD }, client)
    await expect(old).rejects.toMatchObject({ code: 'bad_credentials' })
  }
  expect(await db.emailAddress.findMany({ where: { userId: user.id } })).toMatchObject([{ email: user.email }])
  const devices = await db.knownDevice.findMany({ where: { userId: user.id } })
  expect(devices.map(({ hash }) => hash)).not.toContain(hashSecret(browser.deviceSecret ?? ''))
}

type Squat = Awaited<ReturnType<typeof newSquat>>

test('R-08 R-09 R-10 who resets the password of an account somebody else signed up for finds nothing of theirs left', async () => {
  const squat = await newSquat()
  expect(await meBy(squat.tokens.access)).toBe(200)
  expect(await meBy(squat.personalToken)).toBe(200)
  await resetBy(squat.user.email)
  await expectNothingLeft(squat)
  expect(await db.account.count({ where: { userId: squat.user.id } })).toBe(0)
  expect((await verifyCredentials({ email: squat.user.email, password: newPassword }, client)).id).toBe(squat.user.id)
})

test('R-08 a reset ends the sign-ins of a confirmed account too, and leaves it what its owner linked', async () => {
  const user = await newPerson()
  const { secret } = await startBrowserSession({ userId: user.id, method: 'password', isKept: true, client })
  const tokens = await issueTokens({ user, method: 'password', client })
  const identity = { type: 'oidc', provider: 'google', providerAccountId: randomUUID() }
  await db.account.create({ data: { userId: user.id, ...identity } })
  await resetBy(user.email)
  expect(await findSignIn(secret, client)).toBeNull()
  expect(await meBy(tokens.access)).toBe(401)
  expect(await statusOf('/accounts/token/refresh/', { body: { refresh: tokens.refresh } })).toBe(401)
  expect(await db.account.count({ where: { userId: user.id } })).toBe(1)
})

test('R-07 R-09 R-10 who enters by Google an account somebody else signed up for finds nothing of theirs left', async () => {
  const squat = await newSquat()
  expect(await arriveByGoogle(squat.user.email)).toMatchObject({ outcome: 'signed_in' })
  await expectNothingLeft(squat)
  expect(await db.account.count({ where: { userId: squat.user.id } })).toBe(1)
})

test.each(['a provider that vouches for it', 'our code'])(
  'R-09 R-11 who proves a further address of theirs by %s gets the account for that one, and a stranger’s address is free',
  async (way) => {
    const { user, ownAddress } = await newSquat()
    const arrive = way === 'our code' ? arriveByCode : arriveByGoogle
    expect(await arrive(ownAddress)).toMatchObject({ outcome: 'signed_in' })
    expect(await db.user.findUniqueOrThrow({ where: { id: user.id } })).toMatchObject({ email: ownAddress })
    expect(await db.emailAddress.findMany({ where: { userId: user.id } })).toMatchObject([{ email: ownAddress }])
    for (const template of ['squatter-evicted', 'provider-linked'])
      expect(await db.mail.count({ where: { recipient: user.email, template } })).toBe(0)
    const owner = await arriveByGoogle(user.email)
    if (owner.outcome !== 'signed_in') throw new Error(owner.outcome)
    expect(owner.session.userId).not.toBe(user.id)
  },
)

test.each(['first', 'second'])(
  'R-09 R-25 whose address was taken for a main one, and undoes it by the %s mail, finds nothing of the other left',
  async (which) => {
    const squat = await newSquat()
    const { person, ownAddress } = squat
    await makeMain({ user: person, email: ownAddress, locale: 'en' }, client)
    const where = { recipient: person.email, text: { contains: '/undo?token=' } }
    const mails = await db.mail.findMany({ where, orderBy: { id: 'asc' } })
    expect(mails.map(({ template }) => template).slice(-2)).toEqual(['address-added', 'main-address-changed'])
    const { text = '' } = mails.at(which === 'first' ? -2 : -1) ?? {}
    const { resetToken } = await undoChange(
      { token: /undo\?token=([\w-]{43})/.exec(text)?.[1] ?? '', locale: 'en' },
      client,
    )
    await expectNothingLeft(squat)
    expect(await db.account.count({ where: { userId: squat.user.id } })).toBe(0)
    await resetPassword({ token: resetToken ?? '', newPassword, locale: 'en' }, client)
    expect((await verifyCredentials({ email: person.email, password: newPassword }, client)).id).toBe(squat.user.id)
  },
)

test('R-09 nobody links an identity before their address is confirmed', async () => {
  const user = await newPerson({ isVerified: false })
  const { session } = await startBrowserSession({ userId: user.id, method: 'password', isKept: false, client })
  const identity = {
    provider: 'google',
    subject: randomUUID(),
    issuer: 'https://issuer.example',
    email: newAddress(),
    isEmailVerified: true,
  }
  const connect = () => {
    const own = { ...identity, isAuthoritative: true, name: '', locale: null }
    return connectIdentity({ identity: own, userId: user.id, sessionId: session.id, locale: 'en' }, client)
  }
  await expect(connect()).rejects.toMatchObject({ code: 'email_not_verified' })
  expect(await db.account.count({ where: { userId: user.id } })).toBe(0)
  await db.user.update({ where: { id: user.id }, data: { emailVerifiedAt: new Date() } })
  await connect()
  expect(await db.account.count({ where: { userId: user.id } })).toBe(1)
})

test('R-09 a link to a further address proves that one, and never the main one', async () => {
  const squat = await newSquat()
  await resetBy(squat.ownAddress)
  const { emailVerifiedAt } = await db.user.findUniqueOrThrow({ where: { id: squat.user.id } })
  expect(emailVerifiedAt).toBeNull()
})
