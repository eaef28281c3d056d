import { createHash, randomUUID } from 'node:crypto'
import type { APIRequestContext } from '@playwright/test'
import { db } from '@/lib/db'
import { expect, type ProviderId, test } from '../fixtures'
import { origins } from '../ports'
import { makeSignInsOld } from '../sign-in-age'
import { CLIENT_ID, CLIENT_SECRET } from '../simulator/authorization'
import { bearer, obtain } from './tokens'

type Place = { authorize: string; token: string; door: string; isPkceUsed: boolean }

const places: Record<ProviderId, Place> = {
  google: { authorize: '/google/authorize', token: '/google/token', door: 'google', isPkceUsed: true },
  openid: { authorize: '/oidc/authorize', token: '/oidc/token', door: 'simulated', isPkceUsed: true },
  kakao: { authorize: '/kakao/oauth/authorize', token: '/kakao/oauth/token', door: 'kakao', isPkceUsed: true },
  github: {
    ...{ authorize: '/github/login/oauth/authorize', token: '/github/login/oauth/access_token' },
    ...{ door: 'github', isPkceUsed: true },
  },
  naver: { authorize: '/naver/oauth2.0/authorize', token: '/naver/oauth2.0/token', door: 'naver', isPkceUsed: false },
}
const providers = Object.keys(places) as ProviderId[]

const code_verifier = 'v'.repeat(64)
const code_challenge = createHash('sha256').update(code_verifier).digest('base64url')

/** Who asks, and under which address the application is known to the provider. */
type App = { request: APIRequestContext; baseURL: string | undefined }

const redirectUriOf = ({ baseURL = '' }: App, provider: ProviderId) =>
  `${baseURL}/api/auth/callback/${places[provider].door}`

/** What an app gets when somebody agrees at a provider. */
async function getCode(app: App, provider: ProviderId, sub: string): Promise<string> {
  const { authorize, isPkceUsed } = places[provider]
  const form = {
    ...{
      client_id: CLIENT_ID,
      response_type: 'code',
      redirect_uri: redirectUriOf(app, provider),
      state: 'of an app',
      sub,
    },
    scope: 'openid email profile',
    ...(isPkceUsed && { code_challenge, code_challenge_method: 'S256' }),
  }
  const answer = await app.request.post(origins.simulator + authorize, { form, maxRedirects: 0 })
  return new URL(answer.headers().location ?? '').searchParams.get('code') ?? ''
}

/** What an app gets for the code when it asks the provider itself. */
async function getTokens(app: App, provider: ProviderId, sub: string) {
  const { token } = places[provider]
  const form = {
    ...{ grant_type: 'authorization_code', code: await getCode(app, provider, sub), code_verifier },
    ...{ redirect_uri: redirectUriOf(app, provider), client_id: CLIENT_ID, client_secret: CLIENT_SECRET },
  }
  const answer = await app.request.post(origins.simulator + token, { form, headers: { accept: 'application/json' } })
  return (await answer.json()) as { access_token: string; id_token?: string }
}

const ownersOf = (sub: string) => db.account.findMany({ where: { providerAccountId: sub }, select: { userId: true } })
const doorOf = (provider: ProviderId) => `/dj-rest-auth/${places[provider].door}/`

for (const provider of providers) {
  const vouches = provider !== 'naver'

  test(`an app signs in by a code of ${provider}, and connects a person by one`, async ({
    request,
    baseURL,
    newUser,
    newPersonAt,
  }) => {
    const { sub } = await newPersonAt(provider, { email: `${randomUUID()}@elsewhere.example` })
    const refused = await request.post(doorOf(provider), { data: { code: 'made up' } })
    expect(await refused.json()).toEqual({ non_field_errors: ['Failed to exchange code for access token'] })
    const data = { code: await getCode({ request, baseURL }, provider, sub), code_verifier }
    const answer = await request.post(doorOf(provider), { data })
    expect(answer.status()).toBe(vouches ? 200 : 400)
    expect(await ownersOf(sub)).toHaveLength(vouches ? 1 : 0)

    const user = await newUser()
    const other = await newPersonAt(provider, { email: `${randomUUID()}@elsewhere.example` })
    const { access } = await obtain(request, user)
    const connecting = { code: await getCode({ request, baseURL }, provider, other.sub), code_verifier }
    const connected = await request.post(`${doorOf(provider)}connect/`, { data: connecting, headers: bearer(access) })
    expect(connected.status()).toBe(200)
    expect(await ownersOf(other.sub)).toEqual([{ userId: user.id }])
    const again = await request.post(doorOf(provider), {
      data: { code: await getCode({ request, baseURL }, provider, other.sub), code_verifier },
    })
    expect((await again.json()).user.email).toBe(user.email)
  })
}

for (const provider of ['google', 'openid', 'kakao'] as const) {
  test(`a native app signs in by an id_token of ${provider}, and an altered one opens nothing`, async ({
    request,
    baseURL,
    newPersonAt,
  }) => {
    const { sub } = await newPersonAt(provider, { email: `${randomUUID()}@elsewhere.example` })
    const { id_token = '', access_token } = await getTokens({ request, baseURL }, provider, sub)
    const [header, payload, signature = ''] = id_token.split('.')
    const altered = [header, payload, signature.split('').toReversed().join('')].join('.')
    expect((await request.post(doorOf(provider), { data: { id_token: altered } })).status()).toBe(400)
    expect(await ownersOf(sub)).toEqual([])
    expect((await request.post(doorOf(provider), { data: { id_token, access_token } })).status()).toBe(200)
    expect(await ownersOf(sub)).toHaveLength(1)
  })
}

for (const provider of providers) {
  const bringable = {
    id_token: ['google', 'openid', 'kakao'].includes(provider),
    // Naver has no way to tell whom a token was issued to.
    access_token: provider !== 'naver',
  }

  test(`a person is connected by a token of ${provider} that may be brought, and by no other`, async ({
    request,
    baseURL,
    newUser,
    newPersonAt,
  }) => {
    const user = await newUser()
    const { access } = await obtain(request, user)
    for (const name of ['id_token', 'access_token'] as const) {
      const { sub } = await newPersonAt(provider, { email: `${randomUUID()}@elsewhere.example` })
      const { [name]: token = 'made up' } = await getTokens({ request, baseURL }, provider, sub)
      const answer = await request.post(`${doorOf(provider)}connect/`, {
        ...{ data: { [name]: token }, headers: bearer(access) },
      })
      expect(answer.status(), name).toBe(bringable[name] ? 200 : 400)
      expect(await ownersOf(sub), name).toEqual(bringable[name] ? [{ userId: user.id }] : [])
    }
  })
}

for (const provider of providers) {
  // Naver has no way to tell whom a token was issued to.
  const isProvable = provider !== 'naver'

  test(`an access token of ${provider} ${isProvable ? 'that was issued to us signs in' : 'proves nothing'}`, async ({
    request,
    baseURL,
    newPersonAt,
  }) => {
    const { sub } = await newPersonAt(provider, { email: `${randomUUID()}@elsewhere.example` })
    const { access_token } = await getTokens({ request, baseURL }, provider, sub)
    expect((await request.post(doorOf(provider), { data: { access_token: 'made up' } })).status()).toBe(400)
    const answer = await request.post(doorOf(provider), { data: { access_token } })
    expect(answer.status()).toBe(isProvable ? 200 : 400)
    expect(await ownersOf(sub)).toHaveLength(isProvable ? 1 : 0)
  })
}

for (const provider of providers) {
  const identity = { provider: places[provider].door, type: 'oidc' }

  test(`O-22 by an old sign-in nobody connects or disconnects an account at ${provider}`, async ({
    request,
    baseURL,
    newUser,
    newPersonAt,
  }) => {
    const [user, { sub }] = [await newUser(), await newPersonAt(provider)]
    const { access } = await obtain(request, user)
    const kept = await db.account.create({ data: { ...identity, userId: user.id, providerAccountId: randomUUID() } })
    await makeSignInsOld(user.id)
    const data = { code: await getCode({ request, baseURL }, provider, sub), code_verifier }
    const refusals = [
      await request.post(`${doorOf(provider)}connect/`, { data, headers: bearer(access) }),
      await request.post(`/dj-rest-auth/socialaccounts/${kept.number}/disconnect/`, { headers: bearer(access) }),
    ]
    for (const refusal of refusals) {
      expect(refusal.status(), refusal.url()).toBe(403)
      const detail = 'Please log in again first: your last login was too long ago.'
      expect(await refusal.json(), refusal.url()).toMatchObject({ detail })
    }
    expect(await ownersOf(sub)).toEqual([])
    expect(await ownersOf(kept.providerAccountId)).toEqual([{ userId: user.id }])
  })

  // As dj-rest-auth answers; nothing says 409 (docs/linking.md).
  test(`O-21 the account at ${provider} that is the last way in is not disconnected`, async ({ request, newUser }) => {
    const { id: userId, ...user } = await newUser()
    const { access } = await obtain(request, user)
    await db.user.update({ where: { id: userId }, data: { passwordHash: null } })
    const { number } = await db.account.create({ data: { ...identity, userId, providerAccountId: randomUUID() } })
    const disconnect = () =>
      request.post(`/dj-rest-auth/socialaccounts/${number}/disconnect/`, { headers: bearer(access) })
    const refused = await disconnect()
    expect(refused.status()).toBe(400)
    expect(await refused.json()).toEqual({ non_field_errors: ['Your account has no password set up.'] })
    expect(await db.account.count({ where: { number } })).toBe(1)
    const other = provider === 'google' ? 'kakao' : 'google'
    await db.account.create({ data: { ...identity, userId, provider: other, providerAccountId: randomUUID() } })
    expect((await disconnect()).status()).toBe(200)
    expect(await db.account.count({ where: { number } })).toBe(0)
  })
}
