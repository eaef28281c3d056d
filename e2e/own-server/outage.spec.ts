import type { APIRequestContext, APIResponse } from '@playwright/test'
import { endAllSessions } from '@/lib/sessions/end-sessions'
import { bearer, obtain, statusesOf, TOKEN, type TokenPair } from '../api/tokens'
import { expect, type TestUser } from '../fixtures'
import { test } from './own-server'

const testClient = { ip: '192.0.2.1', userAgent: 'e2e', requestId: 'e2e' }

const openProfile = (request: APIRequestContext) => request.get('/profile', { maxRedirects: 0 })
const verify = (request: APIRequestContext, token: string) => request.post(`${TOKEN}verify/`, { data: { token } })

/** Everything that asks who somebody is. */
async function askAll(request: APIRequestContext, { email, password }: TestUser, tokens: TokenPair) {
  const pages = await Promise.all(
    ['/profile', '/devices', '/', '/login', '/profile/picture'].map((path) => request.get(path, { maxRedirects: 0 })),
  )
  const headers = bearer(tokens.access)
  const endpoints = await Promise.all([
    request.get('/accounts/me/', { headers }),
    request.patch('/dj-rest-auth/user/', { headers, data: {} }),
    request.post(TOKEN, { data: { email, password } }),
    request.post(`${TOKEN}refresh/`, { data: { refresh: tokens.refresh } }),
    request.post(`${TOKEN}blacklist/`, { data: { refresh: tokens.refresh } }),
    verify(request, tokens.access),
    verify(request, tokens.refresh),
  ])
  return { pages, endpoints }
}

async function expectUnavailable(response: APIResponse, type: RegExp) {
  expect(response.status(), response.url()).toBe(503)
  const headers = response.headers()
  expect(Number(headers['retry-after']), response.url()).toBeGreaterThan(0)
  expect(headers['content-type'], response.url()).toMatch(type)
  expect(headers, response.url()).toMatchObject({ 'cache-control': 'no-store' })
  expect(headers).not.toHaveProperty('set-cookie')
}

test('S-20 without its database the server says so to all, takes nobody for anybody, and recovers by itself', async ({
  page,
  request,
  ownServer,
  newUser,
  signIn,
}) => {
  test.slow()
  const [user, ended] = [await newUser(), await newUser()]
  await signIn(user)
  const [tokens, endedTokens] = [await obtain(request, user), await obtain(request, ended)]
  await ownServer.database.goAway()

  // Memory of revocations may be believed for a second; what needs the database is refused from the first moment.
  const early = new Set<number>()
  const askWhileMemoryLasts = async () => {
    early.add((await openProfile(page.request)).status())
    early.add((await request.get('/accounts/me/', { headers: bearer(tokens.access) })).status())
    return (await verify(request, tokens.access)).status()
  }
  await expect.poll(askWhileMemoryLasts, { intervals: [50], timeout: 5_000 }).toBe(503)
  expect([...early]).toEqual([503])

  const { pages, endpoints } = await askAll(page.request, user, tokens)
  for (const response of pages) {
    await expectUnavailable(response, /^text\/html/)
    expect(await response.text()).not.toContain(user.email)
  }
  for (const response of endpoints) await expectUnavailable(response, /^application\/json/)
  expect((await request.get('/healthz')).status()).toBe(200)
  expect((await request.get('/readyz')).status()).toBe(503)

  // Ended by another process meanwhile.
  await endAllSessions({ userId: ended.id, reason: 'signed_out_everywhere', client: testClient })
  await ownServer.database.comeBack()
  const late = new Set<number>()
  await expect
    .poll(async () => {
      late.add((await verify(request, endedTokens.access)).status())
      return (await request.get('/readyz')).status()
    })
    .toBe(200)
  late.add((await verify(request, endedTokens.access)).status())
  late.delete(503)
  expect([...late]).toEqual([401])

  expect((await page.goto('/profile'))?.status()).toBe(200)
  await expect(page).toHaveURL(/\/profile$/)
  expect(await statusesOf(request, tokens)).toEqual({ me: 200, verified: 200, refreshed: 200 })
})
