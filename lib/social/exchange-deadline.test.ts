import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { goodClaims, signToken, startIssuer } from '@/lib/testing/issuer'
import { EXCHANGE_MS, withinOneDeadline } from './exchange-deadline'
import { identityFromCredential } from './identity-from-credential'
import { identityFromTokens, meetProvider } from './meet-provider'
import type { ProviderKind } from './provider-settings'
import { providerOf } from './providers'

let issuer: Awaited<ReturnType<typeof startIssuer>>
beforeEach(async () => {
  issuer = await startIssuer()
})
afterEach(() => issuer.close())

const DISCOVERY = '/.well-known/openid-configuration'

function providerAt(kind: ProviderKind) {
  const keys = { clientId: 'our-client', readSecret: () => 's', nativeClientIds: [], appId: null, keepsTokens: false }
  const place = { id: kind, kind, name: kind, issuer: issuer.origin, source: 'environment', isEnabled: true } as const
  return providerOf({ ...keys, ...place })
}

/** Everything that the issuer answers comes so much later. */
function slowDown(milliseconds: number): void {
  for (const [path, answer] of issuer.answers)
    issuer.answers.set(path, (request, response) => void sleep(milliseconds).then(() => answer(request, response)))
}

/** What is said in the end, and after how many milliseconds. */
async function endOf(run: Promise<unknown>) {
  const startedAt = performance.now()
  const cause = await run.then(
    () => 'recognised',
    (error: Error) => String((error.cause as Error).message),
  )
  return { cause, milliseconds: performance.now() - startedAt }
}

const bringCode = async (kind: ProviderKind) => {
  const { origin, firstKey } = issuer
  const id_token = await signToken({ ...goodClaims(origin), sub: '7' }, firstKey)
  const tokens = issuer.json(() => ({ access_token: 'a token', id_token }))
  issuer.answers.set('/token', tokens).set('/login/oauth/access_token', tokens)
  const [user, list] = [issuer.json(() => ({ id: 7, login: 'mina' })), issuer.json(() => [])]
  issuer.answers.set('/api/v3/user', user).set('/api/v3/user/emails', list)
  issuer.answers.set('/v2/user/me', user)
  return () => identityFromCredential({ code: 'a code' }, providerAt(kind))
}

test.each([
  ['openid', 2_000, '/jwks'],
  ['kakao', 1_400, '/v2/user/me'],
  ['github', 2_000, '/api/v3/user/emails'],
] as const)(
  'O-16 all that a sign-in asks %s takes five seconds at most, at %i ms each, and the one under way is named',
  async (kind, milliseconds, path) => {
    const credential = await bringCode(kind)
    slowDown(milliseconds)
    const { cause, ...end } = await endOf(credential())
    expect(cause).toBe(`too_slow ${new URL(issuer.origin).host}${path}`)
    expect(end.milliseconds).toBeGreaterThan(EXCHANGE_MS - 200)
    expect(end.milliseconds).toBeLessThan(EXCHANGE_MS + 700)
  },
)

test('O-16 a provider that takes its time, but no more than five seconds in all, is waited for', async () => {
  const credential = await bringCode('github')
  slowDown(1_000)
  expect(await endOf(credential())).toMatchObject({ cause: 'recognised' })
})

test('O-16 keys that two sign-ins wait for come to the second, though the first has given up', async () => {
  const idToken = await signToken(goodClaims(issuer.origin), issuer.firstKey)
  const provider = providerAt('openid')
  const arrive = () =>
    withinOneDeadline(async () =>
      identityFromTokens({ idToken, accessToken: undefined, nonce: 'nonce' }, await meetProvider(provider)),
    )
  const [document, keys] = [issuer.answers.get(DISCOVERY), issuer.answers.get('/jwks')]
  if (!document || !keys) throw new Error('the issuer answers nothing')
  issuer.answers.set(DISCOVERY, (...exchange) => void sleep(2_000).then(() => document(...exchange)))
  issuer.answers.set('/jwks', (...exchange) => void sleep(4_000).then(() => keys(...exchange)))
  const first = endOf(arrive())
  await sleep(2_500)
  issuer.answers.set(DISCOVERY, document)
  const second = endOf(arrive())
  expect((await first).cause).toMatch(/^too_slow .*\/jwks$/)
  expect((await second).cause).toBe('recognised')
  expect(issuer.requests.filter((path) => path === '/jwks')).toHaveLength(1)
})
