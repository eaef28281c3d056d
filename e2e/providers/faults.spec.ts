import { randomUUID } from 'node:crypto'
import { db } from '@/lib/db'
import type { ProviderId } from '../fixtures'
import { origins } from '../ports'
import { test as base, expect, failureShownOn, idOf, providers } from '../provider-attempts'
import { answerFaults, type Fault, idTokenFaults } from '../simulator/people'

/** The row of the attack matrix, and why the audit log says that it was refused. */
type Refusal = { id: string; reason: string; cause: RegExp }

type IdTokenFault = (typeof idTokenFaults)[number]

const refusals: Record<Exclude<Fault, 'denied' | IdTokenFault>, Refusal> = {
  slow: { id: 'O-16', reason: 'exchange_refused', cause: /^too_slow/ },
  'server-error': { id: 'O-16', reason: 'exchange_refused', cause: /status|server_error/ },
  html: { id: 'O-16', reason: 'exchange_refused', cause: /content-type/i },
  huge: { id: 'O-16', reason: 'exchange_refused', cause: /^too_much/ },
  redirect: { id: 'O-17', reason: 'exchange_refused', cause: /^redirects/ },
  'redirect-307': { id: 'O-17', reason: 'exchange_refused', cause: /^redirects/ },
  'wrong-state': { id: 'O-05', reason: 'unknown_attempt', cause: /^state_mismatch$/ },
  'wrong-response-issuer': { id: 'O-03', reason: 'exchange_refused', cause: /"iss"/ },
  'missing-subject': { id: 'O-03 O-12', reason: 'exchange_refused', cause: /"sub"/ },
  'null-subject': { id: 'O-12', reason: 'exchange_refused', cause: /"sub"/ },
  'huge-subject': { id: 'O-12', reason: 'id_token_refused', cause: /too long/ },
}

/** The same of what is wrong with an id_token: many, that are tried one after the other in one browser. */
const refusedIdTokens: Record<IdTokenFault, Refusal> = {
  'bad-signature': { id: 'O-01', reason: 'id_token_refused', cause: /signature verification failed/ },
  'unknown-kid': { id: 'O-01', reason: 'id_token_refused', cause: /no applicable key found/ },
  'alg-none': { id: 'O-02', reason: 'exchange_refused', cause: /"alg"/ },
  'hs256-with-public-key': { id: 'O-02', reason: 'exchange_refused', cause: /"alg"/ },
  'hs256-with-client-secret': { id: 'O-02', reason: 'exchange_refused', cause: /"alg"/ },
  'other-algorithm': { id: 'O-02', reason: 'exchange_refused', cause: /"alg"/ },
  'unknown-critical-header': { id: 'O-02', reason: 'exchange_refused', cause: /"crit"/ },
  'wrong-nonce': { id: 'O-03', reason: 'exchange_refused', cause: /"nonce"/ },
  'missing-nonce': { id: 'O-03', reason: 'exchange_refused', cause: /"nonce"/ },
  'wrong-audience': { id: 'O-03', reason: 'exchange_refused', cause: /"aud"/ },
  'missing-audience': { id: 'O-03', reason: 'exchange_refused', cause: /"aud"/ },
  'wrong-azp': { id: 'O-03', reason: 'id_token_refused', cause: /azp/ },
  'several-audiences': { id: 'O-03', reason: 'exchange_refused', cause: /"aud"/ },
  'several-audiences-wrong-azp': { id: 'O-03', reason: 'exchange_refused', cause: /"azp"/ },
  'wrong-issuer': { id: 'O-03', reason: 'exchange_refused', cause: /"iss"/ },
  'missing-issuer': { id: 'O-03', reason: 'exchange_refused', cause: /"iss"/ },
  'wrong-access-token-hash': { id: 'O-03', reason: 'id_token_refused', cause: /at_hash/ },
  expired: { id: 'O-03', reason: 'exchange_refused', cause: /"exp"/ },
  'missing-expiry': { id: 'O-03', reason: 'exchange_refused', cause: /"exp"/ },
  'from-the-future': { id: 'O-03', reason: 'id_token_refused', cause: /"iat"/ },
  'missing-issue-time': { id: 'O-03', reason: 'exchange_refused', cause: /"iat"/ },
}

// Without an id_token the subject is what the API says.
const nameless = { id: 'O-12', reason: 'access_token_refused', cause: /"id"/ }
const refusalsOfApi: Partial<Record<Fault, Refusal>> = {
  ...{ 'missing-subject': nameless, 'null-subject': nameless, 'huge-subject': nameless },
}

type Refused = { provider: ProviderId; fault: Fault; refusal: Refusal }

const test = base.extend<{
  /** Signs in whoever is made with a fault, and expects that nobody is signed in and that the owner learns why. */
  expectRefused: (refused: Refused) => Promise<void>
}>({
  expectRefused: async ({ page, t, request, newPersonAt, signInAt }, use) => {
    await use(async ({ provider, fault, refusal: { reason, cause } }) => {
      const person = await newPersonAt(provider, { email: `${randomUUID()}@elsewhere.example`, fault })
      await signInAt(provider, person)
      await expect(page.getByText(t('problems.codes.provider_failed')), fault).toBeVisible()
      await expect(page.getByRole('heading', { name: t('auth.login.title') }), fault).toBeVisible()
      const failure = await failureShownOn(page)
      const expected = { provider: idOf(provider), reason, cause: expect.stringMatching(cause) }
      expect(failure, fault).toMatchObject(expected)
      expect(await db.account.count({ where: { providerAccountId: person.sub } }), fault).toBe(0)
      // Where redirects lead, nobody ever came.
      expect(await (await request.get(`${origins.simulator}/internal/hits`)).json(), fault).toEqual({ hits: 0 })
    })
  },
})

for (const provider of providers) {
  const isOAuth = provider === 'github' || provider === 'naver'
  for (const fault of answerFaults) {
    const refusal = (isOAuth && refusalsOfApi[fault]) || refusals[fault]
    test(`${refusal.id} ${provider} answers with ${fault}: nobody is signed in, a page explains, and the owner learns why`, async ({
      expectRefused,
    }) => {
      await expectRefused({ provider, fault, refusal })
    })
  }
}

for (const provider of ['google', 'kakao', 'openid'] as const) {
  for (const id of ['O-01', 'O-02', 'O-03']) {
    const faults = idTokenFaults.filter((fault) => refusedIdTokens[fault].id === id)
    test(`${id} ${provider} issues a wrong id_token: nobody is signed in, a page explains, and the owner learns why`, async ({
      expectRefused,
    }) => {
      test.slow()
      for (const fault of faults) await expectRefused({ provider, fault, refusal: refusedIdTokens[fault] })
    })
  }
}

/** What comes after the exchange: the API that tells who it is. Every fault in every place: provider-outages.test.ts. */
const inApis = [
  { provider: 'github', at: 'profile', fault: 'redirect', cause: /^redirects/ },
  { provider: 'github', at: 'addresses', fault: 'html', cause: /is not valid JSON$/ },
  { provider: 'kakao', at: 'profile', fault: 'slow', cause: /^too_slow/ },
  { provider: 'naver', at: 'profile', fault: 'huge', cause: /^too_much/ },
  { provider: 'naver', at: 'profile', fault: 'server-error', cause: /answered 500$/ },
] as const

for (const { provider, fault, at, cause } of inApis) {
  test(`${refusals[fault].id} ${provider} answers with ${fault} as its ${at}: nobody is signed in, and the owner learns why`, async ({
    page,
    t,
    newPersonAt,
    signInAt,
  }) => {
    const person = await newPersonAt(provider, { email: `${randomUUID()}@elsewhere.example`, fault, at })
    await signInAt(provider, person)
    await expect(page.getByText(t('problems.codes.provider_failed'))).toBeVisible()
    const failure = await failureShownOn(page)
    expect(failure).toMatchObject({ provider, cause: expect.stringMatching(cause) })
    expect(await db.account.count({ where: { providerAccountId: person.sub } })).toBe(0)
  })
}

test('O-16 github takes three seconds for the token and for who it is each: the sum of it signs nobody in', async ({
  page,
  t,
  newPersonAt,
  signInAt,
}) => {
  const person = await newPersonAt('github', { email: `${randomUUID()}@elsewhere.example`, fault: 'slowish' })
  await signInAt('github', person)
  await expect(page.getByText(t('problems.codes.provider_failed'))).toBeVisible()
  const failure = await failureShownOn(page)
  expect(failure).toMatchObject({ provider: 'github', cause: expect.stringMatching(/^too_slow .*\/user$/) })
  expect(await db.account.count({ where: { providerAccountId: person.sub } })).toBe(0)
  await page.goto('/profile')
  await expect(page).toHaveURL(/\/login/)
})
