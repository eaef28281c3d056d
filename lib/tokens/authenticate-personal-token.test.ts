import { expect, test } from 'vitest'
import { db, pool } from '@/lib/db'
import { findSignIn } from '@/lib/sessions/find-sign-in'
import { callApi, testClient as client } from '@/lib/testing/api'
import { authenticateBearer } from './authenticate-bearer'
import { listPersonalTokens } from './list-personal-tokens'
import { makePersonalToken } from './personal-token'
import { DAY_MS, newPersonalToken } from './personal-token.fixture'
import { touchToken } from './personal-token-store'
import { revokeAllPersonalTokens } from './revoke-personal-token'

const call = (token: string, { path = '/accounts/me/', method = 'GET', scheme = 'Bearer' } = {}) =>
  callApi(path, { method, headers: { authorization: `${scheme} ${token}` } })

const lastUsed = async (userId: string) => (await listPersonalTokens(userId))[0]?.lastUsedAt

async function queriesOf(run: () => Promise<unknown>): Promise<number> {
  let queries = 0
  const count = () => {
    queries += 1
  }
  pool.on('acquire', count)
  await run()
  pool.off('acquire', count)
  return queries
}

test.each(['Bearer', 'Token', 'bearer', 'TOKEN'])('a personal token opens with the scheme %s', async (scheme) => {
  const { user, token } = await newPersonalToken({ scopes: ['profile:read', 'profile:write'] })
  expect(await call(token, { scheme })).toMatchObject({ status: 200, body: { id: user.number, email: user.email } })
  for (const method of ['GET', 'PUT', 'PATCH']) {
    const answer = await call(token, { scheme, method, path: '/dj-rest-auth/user/' })
    expect(answer).toMatchObject({ status: 200, body: { pk: user.number, email: user.email } })
  }
})

const everyUse = [
  { method: 'GET', path: '/accounts/me/', needs: 'profile:read' },
  { method: 'HEAD', path: '/accounts/me', needs: 'profile:read' },
  { method: 'OPTIONS', path: '/accounts/me/', needs: 'profile:read' },
  { method: 'GET', path: '/dj-rest-auth/user/', needs: 'profile:read' },
  { method: 'GET', path: '/dj-rest-auth/user', needs: 'profile:read' },
  { method: 'OPTIONS', path: '/dj-rest-auth/user/', needs: 'profile:read' },
  { method: 'PUT', path: '/dj-rest-auth/user/', needs: 'profile:write' },
  { method: 'PATCH', path: '/dj-rest-auth/user/', needs: 'profile:write' },
  { method: 'POST', path: '/accounts/me/', needs: 'what no token has' },
  { method: 'DELETE', path: '/dj-rest-auth/user/', needs: 'what no token has' },
]

test.each(everyUse)('$method $path needs $needs', async ({ method, path, needs }) => {
  for (const scope of ['profile:read', 'profile:write'] as const) {
    const { token } = await newPersonalToken({ scopes: [scope] })
    const { status, body } = await call(token, { method, path })
    expect({ scope, status }).toEqual({ scope, status: scope === needs ? 200 : 403 })
    const detail = 'You do not have permission to perform this action.'
    if (status === 403 && method !== 'HEAD') expect(body).toEqual({ detail, code: 'insufficient_scope' })
  }
})

test('an endpoint that is not in the table takes no personal token, whatever its scopes', async () => {
  const { token } = await newPersonalToken({ scopes: ['profile:read', 'profile:write'] })
  const headers = new Headers({ authorization: `Bearer ${token}` })
  const attempt = authenticateBearer({ headers, method: 'GET', url: 'http://localhost:3000/accounts/me/secrets/' })
  await expect(attempt).rejects.toMatchObject({ code: 'forbidden' })
})

test('T-10 a personal token is no access, refresh or session token', async () => {
  const { token } = await newPersonalToken({ scopes: ['profile:read', 'profile:write'] })
  for (const [path, body] of [
    ['/accounts/token/verify/', { token }],
    ['/accounts/token/refresh/', { refresh: token }],
    ['/accounts/token/blacklist/', { refresh: token }],
  ] as const) {
    expect(await callApi(path, { body })).toMatchObject({ status: 401, body: { code: 'token_not_valid' } })
  }
  expect(await findSignIn(token, client)).toBeNull()
  const cookie = `access=${token}; next-auth.session-token=${token}`
  expect((await callApi('/accounts/me/', { method: 'GET', headers: { cookie } })).status).toBe(401)
})

test('an unknown token is refused in the shape of any other, and a mistyped one without a query', async () => {
  const { token } = await newPersonalToken()
  const unknown = makePersonalToken()
  const refusal = {
    status: 401,
    body: { detail: 'Given token not valid for any token type', code: 'token_not_valid' },
  }
  const mistyped = token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A')
  for (const bad of [mistyped, 'lk_pat_', `lk_pat_${'a'.repeat(100_000)}`]) {
    expect(await queriesOf(async () => expect(await call(bad)).toMatchObject(refusal))).toBe(0)
  }
  expect(await queriesOf(async () => expect(await call(unknown)).toMatchObject(refusal))).toBe(1)
  const { headers } = await call(unknown)
  expect(headers.get('www-authenticate')).toBe('Bearer realm="api"')
})

test('a token is good until the moment it expires', async () => {
  const madeAt = new Date()
  const { token, user } = await newPersonalToken({ days: 7 }, madeAt)
  const headers = new Headers({ authorization: `Bearer ${token}` })
  const request = { headers, method: 'GET', url: 'http://localhost:3000/accounts/me/' }
  const at = (ms: number) => authenticateBearer(request, new Date(madeAt.getTime() + ms))
  expect((await at(7 * DAY_MS - 1)).id).toBe(user.id)
  await expect(at(7 * DAY_MS)).rejects.toMatchObject({ code: 'not_authenticated', reason: 'expired' })
})

test('T-17 a revoked token is refused at once', async () => {
  const { token, user } = await newPersonalToken()
  expect((await call(token)).status).toBe(200)
  await revokeAllPersonalTokens(user.id, client)
  expect(await call(token)).toMatchObject({ status: 401, body: { code: 'token_not_valid' } })
})

test('T-17 the token of a disabled person is refused with the reason, that of a deleted one is unknown', async () => {
  const { token, user } = await newPersonalToken()
  await db.user.update({ where: { id: user.id }, data: { isActive: false } })
  expect(await call(token)).toMatchObject({ status: 401, body: { code: 'user_inactive' } })
  expect(await lastUsed(user.id)).toBeNull()
  await db.user.delete({ where: { id: user.id } })
  expect(await call(token)).toMatchObject({ status: 401, body: { code: 'token_not_valid' } })
})

test('last used is written at most once a minute, by a use that the scopes forbid as well', async () => {
  const { token, user } = await newPersonalToken()
  const headers = new Headers({ authorization: `Token ${token}` })
  const start = Date.now()
  const use = (second: number, method = 'GET') =>
    authenticateBearer(
      { headers, method, url: 'http://localhost:3000/dj-rest-auth/user/' },
      new Date(start + second * 1000),
    )
  const seen = async () => ((await lastUsed(user.id))?.getTime() ?? 0) - start
  await Promise.all([use(0), use(0), use(0)])
  expect(await seen()).toBe(0)
  await use(60)
  expect(await seen()).toBe(0)
  await use(61)
  expect(await seen()).toBe(61_000)
  await expect(use(200, 'PUT')).rejects.toMatchObject({ code: 'forbidden' })
  expect(await seen()).toBe(200_000)
})

test('of requests at once that all found the last use long ago, the first alone writes', async () => {
  const { user } = await newPersonalToken()
  const [token] = await listPersonalTokens(user.id)
  const usedBefore = new Date()
  const touch = (ms: number) =>
    touchToken(token?.id ?? '', { usedBefore, now: new Date(usedBefore.getTime() + 60_000 + ms) })
  await touch(0)
  await touch(1)
  expect(await lastUsed(user.id)).toEqual(new Date(usedBefore.getTime() + 60_000))
})
