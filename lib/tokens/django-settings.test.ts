import { expect, test, vi } from 'vitest'
import { db } from '@/lib/db'
import { canonicalUrl } from '@/lib/http/api-paths'
import { endAllSessions } from '@/lib/sessions/end-sessions'
import { startKeySession } from '@/lib/sessions/start-session'
import { callApi, claimsOf, newPerson, newTokens, TEST_PASSWORD, testClient } from '@/lib/testing/api'
import { issueTokens } from './issue-tokens'

vi.hoisted(() => {
  Object.assign(process.env, {
    ...{ AUTH_HEADER_TYPES: 'JWT,Bearer', USER_ID_CLAIM: 'uid', UPDATE_LAST_LOGIN: 'on' },
    ...{ BLACKLIST_AFTER_ROTATION: 'off', AUTH_TOKEN_CLASSES: 'access,sliding' },
    ...{ SIMPLE_JWT_PREFIX: '/api/v1/auth', REST_AUTH_PREFIX: '/rest' },
  })
})

const getMe = (authorization: string) => callApi('/accounts/me/', { method: 'GET', headers: { authorization } })

test('AUTH_HEADER_TYPES: every named word announces a token, and the first one is asked for', async () => {
  const { access, user } = await newTokens()
  expect((await getMe(`JWT ${access}`)).body.id).toBe(user.number)
  expect((await getMe(`bearer ${access}`)).body.id).toBe(user.number)
  expect((await getMe(`Other ${access}`)).headers.get('www-authenticate')).toBe('JWT realm="api"')
})

test('USER_ID_CLAIM: the number stands in the named claim, and is read from it', async () => {
  const { access, refresh, user } = await newTokens()
  expect(claimsOf(access)).toMatchObject({ uid: String(user.number) })
  expect(claimsOf(access)).not.toHaveProperty('user_id')
  const refreshed = await callApi('/accounts/token/refresh/', { body: { refresh } })
  expect(claimsOf(refreshed.body.access)).toMatchObject({ uid: String(user.number) })
  expect((await getMe(`Bearer ${refreshed.body.access}`)).body.id).toBe(user.number)
})

test.each(['/accounts/token/', '/accounts/token/sliding/', '/dj-rest-auth/login/'])(
  'UPDATE_LAST_LOGIN: what is obtained at %s is a sign-in, and renewing it is none',
  async (path) => {
    const { email, id } = await newPerson()
    const { body } = await callApi(path, { body: { email, password: TEST_PASSWORD } })
    const lastLogin = async () => (await db.user.findUniqueOrThrow({ where: { id } })).lastLoginAt
    const obtained = await lastLogin()
    expect(obtained).not.toBeNull()
    const renewed = await callApi(body.token ? '/accounts/token/sliding/refresh/' : '/accounts/token/refresh/', {
      body,
    })
    expect(renewed.status).toBe(200)
    expect(await lastLogin()).toEqual(obtained)
  },
)

test('UPDATE_LAST_LOGIN: an opaque key and a pair by another way in are sign-ins as well', async () => {
  const [byKey, byCode] = [await newPerson(), await newPerson()]
  await startKeySession({ userId: byKey.id, method: 'password', client: testClient })
  await issueTokens({ user: byCode, method: 'code', client: testClient })
  for (const { id } of [byKey, byCode])
    expect((await db.user.findUniqueOrThrow({ where: { id } })).lastLoginAt).not.toBeNull()
})

test('BLACKLIST_AFTER_ROTATION off: a rotated refresh token is good for verify as it is for refresh, until its sign-in ends', async () => {
  const { refresh, user } = await newTokens()
  const ask = async () => [
    (await callApi('/accounts/token/verify/', { body: { token: refresh } })).status,
    (await callApi('/accounts/token/refresh/', { body: { refresh } })).status,
  ]
  await callApi('/accounts/token/refresh/', { body: { refresh } })
  expect(await ask()).toEqual([200, 200])
  await endAllSessions({ userId: user.id, reason: 'signed_out_everywhere', client: testClient })
  expect(await ask()).toEqual([400, 401])
})

test('the prefixes: a client finds the endpoints where it looks for them, pages stay where they are', () => {
  expect(canonicalUrl('/api/v1/auth/token/refresh/?x=1')).toBe('/accounts/token/refresh/?x=1')
  expect(canonicalUrl('/rest/login/')).toBe('/dj-rest-auth/login/')
  expect(canonicalUrl('/restaurant/')).toBe('/restaurant/')
  expect(canonicalUrl('/profile')).toBe('/profile')
  expect(canonicalUrl('/api/auth/callback/google?code=x')).toBe('/api/auth/callback/google?code=x')
})
