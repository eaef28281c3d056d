import { randomUUID } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { db } from '@/lib/db'
import { encrypt } from '@/lib/encryption'
import { jobs } from '@/lib/jobs/jobs'
import { runDueJobs } from '@/lib/jobs/scheduler'
import { testClient as client, newPerson } from '@/lib/testing/api'
import { startIssuer } from '@/lib/testing/issuer'
import { createApp } from './app-store'
import { FORGET_BATCH, forgetUnkeptTokens } from './forget-unkept-tokens'
import { freshProviderToken } from './fresh-provider-token'
import { sealTokens } from './kept-tokens'
import { changeApp } from './save-app'
import { signInWithProvider } from './sign-in-with-provider'

const PROVIDER = 'acme'
const HOUR = 3_600
const seconds = () => Math.floor(Date.now() / 1_000)

let issuer: Awaited<ReturnType<typeof startIssuer>>
/** What the provider was sent, and what it answers to the next. */
const asked: URLSearchParams[] = []
let answer: { status?: number; body: unknown; delayMs?: number }

beforeAll(async () => {
  issuer = await startIssuer()
  issuer.answers.set('/token', async (request, response) => {
    asked.push(new URLSearchParams(await text(request)))
    const { status = 200, body, delayMs = 0 } = answer
    setTimeout(() => response.writeHead(status).end(JSON.stringify(body)), delayMs)
  })
  await createApp(db, {
    ...{ provider: PROVIDER, kind: 'openid', name: 'Acme', issuer: issuer.origin, clientId: 'our-client' },
    ...{ clientSecret: encrypt('our-secret'), nativeClientIds: [], appId: null, keepsTokens: true, isEnabled: true },
  })
  return issuer.close
})

beforeEach(() => {
  asked.length = 0
  answer = { body: { access_token: 'new access', refresh_token: 'new refresh', expires_in: HOUR } }
})

type Issued = { refreshToken?: string; expiresAt?: number }

/** Somebody who signed in at the provider, who issued these tokens. */
async function newIdentity({ refreshToken = 'old refresh', expiresAt = seconds() + HOUR }: Issued = {}) {
  const [subject, email] = [randomUUID(), `${randomUUID()}@acme.example`]
  const tokens = sealTokens({ accessToken: 'old access', refreshToken, expiresAt, scope: 'openid calendar' })
  const identity = {
    provider: PROVIDER,
    subject,
    issuer: issuer.origin,
    email,
    name: 'Mina',
    locale: null,
    tokens,
  }
  const arrival = { identity: { ...identity, isEmailVerified: true, isAuthoritative: true }, authTime: null }
  const signedIn = await signInWithProvider({ ...arrival, client, locale: 'en' })
  if (signedIn.outcome !== 'signed_in') throw new Error(signedIn.outcome)
  return { userId: signedIn.session.userId, subject, arrival }
}

const rowOf = (subject: string) =>
  db.account.findFirstOrThrow({ where: { providerAccountId: subject }, omit: { userId: true } })

test('another issuer that goes by the same name now is told no token of the old one', async () => {
  const { userId, subject } = await newIdentity({ expiresAt: seconds() - 1 })
  for (const other of ['https://acme.example', null]) {
    await db.account.updateMany({ where: { providerAccountId: subject }, data: { issuer: other } })
    expect(await freshProviderToken(userId, PROVIDER)).toBeNull()
  }
  expect(asked).toEqual([])
  expect((await rowOf(subject)).refresh_token).not.toBeNull()
})

test('what was issued at the sign-in is kept, encrypted, and given while it lives', async () => {
  const { userId, subject } = await newIdentity()
  expect(await freshProviderToken(userId, PROVIDER)).toEqual({ accessToken: 'old access', scope: 'openid calendar' })
  expect(asked).toEqual([])
  expect(JSON.stringify(await rowOf(subject))).not.toMatch(/old (access|refresh)/)
})

test('a token that ends within a minute is renewed, and the new one is kept', async () => {
  const { userId, subject } = await newIdentity({ expiresAt: seconds() + 30 })
  const renewed = { accessToken: 'new access', scope: 'openid calendar' }
  expect(await freshProviderToken(userId, PROVIDER)).toEqual(renewed)
  expect(await freshProviderToken(userId, PROVIDER)).toEqual(renewed)
  expect(asked.map((form) => Object.fromEntries(form))).toEqual([
    { grant_type: 'refresh_token', refresh_token: 'old refresh' },
  ])
  expect((await rowOf(subject)).expires_at).toBeGreaterThan(seconds() + HOUR - 60)
  await db.account.updateMany({ where: { providerAccountId: subject }, data: { expires_at: 0 } })
  await freshProviderToken(userId, PROVIDER)
  expect(asked.at(-1)?.get('refresh_token')).toBe('new refresh')
})

test('twenty who ask at once cause one renewal, and all get its token', async () => {
  const { userId } = await newIdentity({ expiresAt: 0 })
  answer.delayMs = 300
  const tokens = await Promise.all(Array.from({ length: 20 }, () => freshProviderToken(userId, PROVIDER)))
  expect(new Set(tokens.map((token) => token?.accessToken))).toEqual(new Set(['new access']))
  expect(asked).toHaveLength(1)
})

test('a provider that leaves the refresh token out means that the old one stays', async () => {
  const { userId, subject } = await newIdentity({ expiresAt: 0 })
  answer.body = { access_token: 'new access', expires_in: '3600' }
  await freshProviderToken(userId, PROVIDER)
  await db.account.updateMany({ where: { providerAccountId: subject }, data: { expires_at: 0 } })
  await freshProviderToken(userId, PROVIDER)
  expect(asked.map((form) => form.get('refresh_token'))).toEqual(['old refresh', 'old refresh'])
})

test.each([
  { status: 400, body: { error: 'invalid_grant' } },
  { status: 200, body: { error: 'bad_refresh_token' } },
])('a refresh token that is over is forgotten: %o', async (refusal) => {
  const { userId, subject } = await newIdentity({ expiresAt: 0 })
  answer = refusal
  expect(await freshProviderToken(userId, PROVIDER)).toBeNull()
  expect(await rowOf(subject)).toMatchObject({ access_token: null, refresh_token: null })
  expect(await freshProviderToken(userId, PROVIDER)).toBeNull()
  expect(asked).toHaveLength(1)
})

test.each([
  { status: 500, body: { error: 'server_error' } },
  { status: 401, body: { error: 'invalid_client' } },
  { status: 200, body: 'a maintenance page' },
])('a provider that is out of order is an error, and the token is there for the next try: %o', async (outage) => {
  const { userId } = await newIdentity({ expiresAt: 0 })
  const good = answer
  answer = outage
  await expect(freshProviderToken(userId, PROVIDER)).rejects.toMatchObject({ code: 'provider_failed' })
  answer = good
  expect(await freshProviderToken(userId, PROVIDER)).toMatchObject({ accessToken: 'new access' })
})

test('a claim of somebody who died is taken over when it is late', async () => {
  const { userId, subject } = await newIdentity({ expiresAt: 0 })
  const where = { providerAccountId: subject }
  await db.account.updateMany({ where, data: { refreshClaimedUntil: new Date(Date.now() + 400) } })
  const started = new Date()
  expect(await freshProviderToken(userId, PROVIDER, new Date(started.getTime() + 500))).not.toBeNull()
})

test('a later sign-in brings newer tokens, and one without any leaves those that are there', async () => {
  const { userId, arrival } = await newIdentity()
  const again = (tokens: ReturnType<typeof sealTokens>) =>
    signInWithProvider({ ...arrival, identity: { ...arrival.identity, tokens }, client, locale: 'en' })
  await again(sealTokens({ accessToken: 'second access', expiresAt: seconds() + HOUR }))
  await again(null)
  expect(await freshProviderToken(userId, PROVIDER)).toMatchObject({ accessToken: 'second access' })
})

test('there is none for a stranger, without an expiry it is good for ever, and without a refresh token it ends', async () => {
  expect(await freshProviderToken((await newPerson()).id, PROVIDER)).toBeNull()
  expect(await freshProviderToken((await newIdentity()).userId, 'nobody')).toBeNull()
  const { userId, subject } = await newIdentity()
  await db.account.updateMany({ where: { providerAccountId: subject }, data: { expires_at: null } })
  expect(await freshProviderToken(userId, PROVIDER)).toMatchObject({ accessToken: 'old access' })
  const ended = { expires_at: 0, refresh_token: null }
  await db.account.updateMany({ where: { providerAccountId: subject }, data: ended })
  expect(await freshProviderToken(userId, PROVIDER)).toBeNull()
})

const forgetting = jobs.filter(({ name }) => name === 'forget-provider-tokens')
const isDue = async () =>
  (await db.scheduledJob.count({ where: { name: 'forget-provider-tokens', nextRunAt: { lte: new Date() } } })) === 1

const save = (ownerId: string, keepsTokens: boolean) => {
  const keys = { clientId: 'our-client', clientSecret: '', nativeClientIds: [], appId: null, keepsTokens }
  return changeApp({ provider: PROVIDER, ...keys, endpointOrigins: [], callbackUrl: null }, { ownerId, client })
}

test('what the owner does not want kept any more is used no more, and forgotten by a job that is due at once', async () => {
  const { userId, subject } = await newIdentity()
  await runDueJobs(forgetting)
  await save(userId, true)
  expect(await isDue()).toBe(false)
  expect(await freshProviderToken(userId, PROVIDER)).not.toBeNull()
  await save(userId, false)
  expect(await freshProviderToken(userId, PROVIDER)).toBeNull()
  expect(await isDue()).toBe(true)
  await runDueJobs(forgetting)
  expect(await rowOf(subject)).toMatchObject({ access_token: null, refresh_token: null, expires_at: null, scope: null })
  await save(userId, false)
  expect(await isDue()).toBe(false)
})

test('tokens are forgotten batch by batch, of every provider that is not to keep them, and of no other', async () => {
  const { id: userId } = await newPerson()
  const tokens = sealTokens({ accessToken: 'left over' })
  const data = Array.from({ length: 2 * FORGET_BATCH + 1 }, (_, index) => ({
    ...{ userId, type: 'oidc', providerAccountId: randomUUID(), ...tokens },
    provider: index < FORGET_BATCH ? 'gone' : 'other',
  }))
  await db.account.createMany({ data })
  await db.socialApp.update({ where: { provider: PROVIDER }, data: { keepsTokens: true } })
  const { subject } = await newIdentity()
  expect(await forgetUnkeptTokens()).toBe(data.length)
  expect(await db.account.count({ where: { userId, access_token: { not: null } } })).toBe(0)
  expect((await rowOf(subject)).access_token).not.toBeNull()
})

test('keys that cannot be used for a while forget no tokens', async () => {
  await db.socialApp.update({ where: { provider: PROVIDER }, data: { keepsTokens: true } })
  const { userId, subject } = await newIdentity()
  const { clientSecret } = await db.socialApp.findUniqueOrThrow({ where: { provider: PROVIDER } })
  await db.socialApp.update({ where: { provider: PROVIDER }, data: { clientSecret: 'v1.00000000.AAAA' } })
  await forgetUnkeptTokens()
  expect(await freshProviderToken(userId, PROVIDER)).toBeNull()
  expect((await rowOf(subject)).access_token).not.toBeNull()
  await db.socialApp.update({ where: { provider: PROVIDER }, data: { clientSecret } })
  expect(await freshProviderToken(userId, PROVIDER)).not.toBeNull()
})
