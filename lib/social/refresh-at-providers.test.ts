import { expect, test, vi } from 'vitest'
import { db } from '@/lib/db'
import { decrypt, encrypt } from '@/lib/encryption'
import { newPerson } from '@/lib/testing/api'
import { agreeAt, nonce, providersAt } from '@/lib/testing/simulated-providers'
import { freshProviderToken } from './fresh-provider-token'
import { identityFromTokens, meetProvider } from './meet-provider'
import type { ProviderKind } from './provider-settings'
import { findProvider } from './providers'

const origin = await vi.hoisted(async () => {
  const { startServer } = await import('@/e2e/simulator/simulator.fixture')
  const simulator = await startServer()
  const [clientId, clientSecret] = ['latchkey-local', 'latchkey-local-secret']
  for (const name of ['GOOGLE', 'KAKAO', 'NAVER'])
    Object.assign(process.env, { [`AUTH_${name}_ID`]: clientId, [`AUTH_${name}_SECRET`]: clientSecret })
  const openId = { id: 'acme', name: 'Acme', issuer: `${simulator}/oidc`, clientId, clientSecret }
  Object.assign(process.env, {
    AUTH_GOOGLE_ISSUER: `${simulator}/google`,
    AUTH_KAKAO_ISSUER: `${simulator}/kakao`,
    AUTH_NAVER_URL: `${simulator}/naver`,
    OPENID_PROVIDERS: JSON.stringify([openId]),
    KEEP_PROVIDER_TOKENS: 'google,kakao,naver,acme',
  })
  return simulator
})

/** Somebody who linked an account at a provider, whose access token has ended. */
async function newIdentity(id: string, kind: ProviderKind) {
  const provider = await findProvider(id)
  if (!provider) throw new Error(`There is no ${id}`)
  const tokens = await agreeAt(provider, await providersAt(origin).newPerson(kind))
  const { identity } = await identityFromTokens({ ...tokens, nonce }, await meetProvider(provider))
  const { subject: providerAccountId, issuer, tokens: kept } = identity
  const person = await newPerson()
  const where = { provider: id, providerAccountId }
  await db.account.create({ data: { ...where, issuer, ...kept, userId: person.id, type: 'oidc', expires_at: 0 } })
  const readRow = () => db.account.findFirstOrThrow({ where })
  const change = (data: object) => db.account.updateMany({ where, data })
  return { userId: person.id, issued: tokens.accessToken, readRow, change }
}

const isKnown = async (path: string, accessToken: string) =>
  (await fetch(origin + path, { headers: { authorization: `Bearer ${accessToken}` } })).ok

// What comes with the first, the second and the third renewal.
test.each<[string, ProviderKind, string, string[]]>([
  ['google', 'google', '/google/userinfo', ['the same', 'the same', 'the same']],
  ['kakao', 'kakao', '/kakao/v2/user/me', ['the same', 'another', 'the same']],
  ['naver', 'naver', '/naver/v1/nid/me', ['the same', 'the same', 'the same']],
  ['acme', 'openid', '/oidc/userinfo', ['another', 'another', 'another']],
])('what %s issued at a sign-in is renewed as often as it ends', async (id, kind, profile, refreshTokens) => {
  const { userId, issued, readRow, change } = await newIdentity(id, kind)
  const seen = new Set([issued])
  for (const expected of refreshTokens) {
    const before = decrypt((await readRow()).refresh_token ?? '')
    await change({ expires_at: 0 })
    const token = await freshProviderToken(userId, id)
    seen.add(token?.accessToken ?? issued)
    expect(await isKnown(profile, token?.accessToken ?? '')).toBe(true)
    const after = decrypt((await readRow()).refresh_token ?? '')
    expect(after === before ? 'the same' : 'another').toBe(expected)
    expect((await readRow()).expires_at).toBeGreaterThan(Date.now() / 1_000 + 3_000)
  }
  expect(seen.size).toBe(4)
})

test.each<[string, ProviderKind]>([
  ['google', 'google'],
  ['kakao', 'kakao'],
  ['naver', 'naver'],
  ['acme', 'openid'],
])('what %s takes no more is forgotten', async (id, kind) => {
  const { userId, readRow, change } = await newIdentity(id, kind)
  await change({ refresh_token: encrypt('revoked there') })
  expect(await freshProviderToken(userId, id)).toBeNull()
  expect(await readRow()).toMatchObject({ access_token: null, refresh_token: null })
})
