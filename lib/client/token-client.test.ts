import { expect, test } from 'vitest'
import { env } from '@/lib/env'
import { endAllSessions } from '@/lib/sessions/end-sessions'
import { newPerson, newTokens, TEST_PASSWORD, testClient } from '@/lib/testing/api'
import { issueTokens } from '@/lib/tokens/issue-tokens'
import { readText } from './read-answer'
import type { Send } from './send'
import { startServer } from './server.fixture'
import { createTokenClient } from './token-client'
import { memoryStore } from './token-store'

const baseUrl = env.AUTH_URL
const REFRESH = 'POST /accounts/token/refresh/'
const refreshes = (asked: string[]) => asked.filter((line) => line === REFRESH).length

/** A signed-in person and as many tabs as wanted that share the sign-in. */
async function newTabs(count = 1) {
  const { user, access, refresh } = await newTokens()
  const [server, store] = [startServer(), memoryStore()]
  await store.write({ access, refresh })
  const newTab = (send: Send = server.send) => createTokenClient({ baseUrl, store, send })
  const tabs = Array.from({ length: count }, () => newTab())
  return { user, server, store, tabs, newTab, refresh }
}

const atRefresh = (request: Request) => request.url.endsWith('/refresh/')

/** A network that loses the first answers to a refresh, though the server gave them. */
function losing(count: number, send: Send): Send {
  let left = count
  return async (request) => {
    const answer = await send(request)
    if (!atRefresh(request) || left === 0) return answer
    left -= 1
    throw new TypeError('Failed to fetch')
  }
}

test('it signs in, says who is there, and signs out at the server too', async () => {
  const [{ email }, { send, asked }, store] = [await newPerson(), startServer(), memoryStore()]
  const client = createTokenClient({ baseUrl, store, send })
  await client.signIn({ email, password: TEST_PASSWORD })
  expect(await client.me()).toMatchObject({ email, nickname: '' })
  const kept = await store.read()
  await client.signOut()
  expect(store.read()).toBeNull()
  await expect(client.me()).rejects.toMatchObject({ code: 'signed_out' })
  await store.write(kept)
  await expect(client.me()).rejects.toMatchObject({ code: 'signed_out', status: 401 })
  expect(asked.slice(0, 3)).toEqual(['POST /accounts/token/', 'GET /accounts/me/', 'POST /accounts/token/blacklist/'])
})

test('a refused sign-in says why, and keeps nothing', async () => {
  const [known, unverified] = [await newPerson(), await newPerson({ isVerified: false })]
  const [{ send }, store] = [startServer(), memoryStore()]
  const client = createTokenClient({ baseUrl, store, send })
  const signIn = (email: string, password: string) => client.signIn({ email, password })
  await expect(signIn(known.email, 'wrong')).rejects.toMatchObject({ code: 'bad_credentials', status: 401 })
  await expect(signIn(unverified.email, TEST_PASSWORD)).rejects.toMatchObject({ code: 'email_not_verified' })
  await expect(signIn('', '')).rejects.toMatchObject({
    code: 'invalid',
    body: { email: ['This field may not be blank.'] },
  })
  expect(store.read()).toBeNull()
})

test('a refused token is renewed once and the request repeated once, with its method and body', async () => {
  const { server, store, tabs, refresh } = await newTabs()
  const [tab] = tabs
  await tab?.me()
  server.expireTokens()
  const bodies: string[] = []
  const client = createTokenClient({
    ...{ baseUrl, store },
    send: async (request) => {
      bodies.push(await request.clone().text())
      return server.send(request)
    },
  })
  const answer = await client.fetch('/dj-rest-auth/user/', { method: 'PATCH', body: new URLSearchParams({ a: 'b' }) })
  expect(answer.status).toBe(200)
  expect(server.asked.slice(1)).toEqual(['PATCH /dj-rest-auth/user/', REFRESH, 'PATCH /dj-rest-auth/user/'])
  expect([bodies[0], bodies[2]]).toEqual(['a=b', 'a=b'])
  expect((await store.read())?.refresh).not.toBe(refresh)
})

test('fifty requests refused at once share one refresh', async () => {
  const { user, server, tabs } = await newTabs()
  const [tab] = tabs
  await tab?.me()
  server.expireTokens()
  const people = await Promise.all(Array.from({ length: 50 }, () => tab?.me()))
  expect(people.every((me) => me?.email === user.email)).toBe(true)
  expect(refreshes(server.asked)).toBe(1)
})

test('T-12 five tabs of one sign-in refresh once for each expiry, and nobody is signed out', async () => {
  const { user, server, tabs } = await newTabs(5)
  for (let expiry = 1; expiry <= 10; expiry += 1) {
    await Promise.all(tabs.map((tab) => tab.me()))
    server.expireTokens()
    const people = await Promise.all(tabs.flatMap((tab) => [tab.me(), tab.me()]))
    expect(people.every(({ email }) => email === user.email)).toBe(true)
    expect(refreshes(server.asked)).toBe(expiry)
  }
})

test('a request refused again after the renewal is given back, not repeated for ever', async () => {
  const { server, newTab } = await newTabs()
  const refusing: Send = (request) => {
    if (!atRefresh(request)) request.headers.set('authorization', 'Bearer expired')
    return server.send(request)
  }
  expect((await newTab(refusing).fetch('/accounts/me/')).status).toBe(401)
  expect(server.asked).toEqual(['GET /accounts/me/', REFRESH, 'GET /accounts/me/'])
})

test('T-11 a lost answer is asked for again within the grace, and signs nobody out', async () => {
  const { user, server, store, newTab } = await newTabs()
  const tab = newTab(losing(1, server.send))
  await tab.me()
  server.expireTokens()
  expect(await tab.me()).toMatchObject({ email: user.email })
  expect(refreshes(server.asked)).toBe(2)
  const pair = await store.read()
  server.expireTokens()
  expect(await tab.me()).toMatchObject({ email: user.email })
  expect((await store.read())?.refresh).not.toBe(pair?.refresh)
})

test('a network that is away keeps the pair for later', async () => {
  const { user, store, newTab, refresh } = await newTabs()
  const away = newTab(() => Promise.reject(new TypeError('Failed to fetch')))
  await expect(away.me()).rejects.toMatchObject({ code: 'unreachable', status: 0 })
  expect((await store.read())?.refresh).toBe(refresh)
  expect(await newTab().me()).toMatchObject({ email: user.email })
})

test('a server that asks to wait is asked once for all fifty requests, and the pair is kept', async () => {
  const { user, server, store, newTab, refresh } = await newTabs()
  let refused = 0
  const busy = newTab(async (request) => {
    if (!atRefresh(request)) return server.send(request)
    refused += 1
    return new Response('{}', { status: 503, headers: { 'retry-after': '5' } })
  })
  await busy.me()
  server.expireTokens()
  const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => busy.me()))
  const reason = { code: 'unavailable', status: 503, retryAfterSeconds: 5 }
  for (const outcome of outcomes) expect(outcome).toMatchObject({ status: 'rejected', reason })
  expect(refused).toBe(1)
  expect((await store.read())?.refresh).toBe(refresh)
  expect(await newTab().me()).toMatchObject({ email: user.email })
})

test('an ended sign-in is signed_out: the pair is forgotten, and the server not asked again', async () => {
  const { user, server, store, tabs } = await newTabs()
  const [tab] = tabs
  await endAllSessions({ userId: user.id, reason: 'signed_out_everywhere', client: testClient })
  await expect(tab?.me()).rejects.toMatchObject({ code: 'signed_out', status: 401 })
  expect(store.read()).toBeNull()
  const { length } = server.asked
  await expect(tab?.me()).rejects.toMatchObject({ code: 'signed_out' })
  expect(server.asked).toHaveLength(length)
})

test('a tab whose refresh token another one has retired takes the pair of that one', async () => {
  const { user, server, store, newTab } = await newTabs()
  const other = await newTokensOf(user)
  const overtaken = newTab(async (request) => {
    if (!atRefresh(request)) return server.send(request)
    await store.write(other)
    return new Response('{}', { status: 401 })
  })
  await overtaken.me()
  server.expireTokens()
  expect(await overtaken.me()).toMatchObject({ email: user.email })
  expect(store.read()).toEqual(other)
})

test('a page of one person does not act as another who signed in meanwhile, unless it signed them in', async () => {
  const { store, tabs, server } = await newTabs()
  const [tab] = tabs
  await tab?.me()
  const other = await newPerson()
  await store.write(await newTokensOf(other))
  await expect(tab?.me()).rejects.toMatchObject({ code: 'person_changed' })
  expect(server.asked).toHaveLength(1)
  await tab?.signIn({ email: other.email, password: TEST_PASSWORD })
  expect(await tab?.me()).toMatchObject({ email: other.email })
})

test.each([
  'https://evil.example/',
  '//evil.example/accounts/me/',
  baseUrl.replace('http:', 'https:'),
  'data:text/plain,x',
])('no token is sent to %s', async (path) => {
  const { server, tabs } = await newTabs()
  await expect(tabs[0]?.fetch(path)).rejects.toBeInstanceOf(TypeError)
  expect(server.asked).toEqual([])
})

test('a caller who gives up gets the AbortError', async () => {
  const { newTab } = await newTabs()
  const tab = newTab((request) => fetch(new Request('http://localhost:1/', { signal: request.signal })))
  await expect(tab.fetch('/accounts/me/', { signal: AbortSignal.abort() })).rejects.toMatchObject({
    name: 'AbortError',
  })
})

test('what an answer lacks is unexpected, what does not exist not_found', async () => {
  const { tabs } = await newTabs()
  const [tab] = tabs
  await expect(tab?.json('/nowhere', (body) => body)).rejects.toMatchObject({ code: 'not_found' })
  await expect(tab?.json('/accounts/me/', (body) => readText(body, 'phone'))).rejects.toMatchObject({
    code: 'unexpected',
  })
})

function newTokensOf(user: { id: string; number: number }) {
  return issueTokens({ user, method: 'password', client: testClient })
}
