import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { env } from '@/lib/env'
import { endSession } from '@/lib/sessions/end-sessions'
import { startBrowserSession } from '@/lib/sessions/start-session'
import { newPerson, testClient } from '@/lib/testing/api'
import { sealSessionSecret, sessionCookieName } from '@/lib/web/session-token'
import { startServer } from './server.fixture'
import { createSessionClient } from './session-client'

const TRADE = 'POST /api/session/token'
const trades = (asked: string[]) => asked.filter((line) => line === TRADE).length

async function newSession() {
  const user = await newPerson()
  const { session, secret } = await startBrowserSession({
    ...{ userId: user.id, method: 'password', isKept: false, client: testClient },
  })
  return { user, session, cookie: `${sessionCookieName()}=${await sealSessionSecret(secret, 600)}` }
}

/** A browser somebody is signed in at; `signInAs` replaces its cookie. */
async function newBrowser() {
  const signedIn = await newSession()
  let { cookie } = signedIn
  const server = startServer({ cookie: () => cookie })
  const newTab = () => {
    const tab = createSessionClient({ baseUrl: env.AUTH_URL, send: server.send })
    onTestFinished(tab.close)
    return tab
  }
  const signInAs = (other: { cookie: string }) => {
    cookie = other.cookie
  }
  return { ...signedIn, server, newTab, signInAs }
}

test('twenty requests at once trade the session once, and later ones not at all', async () => {
  const { user, server, newTab } = await newBrowser()
  const tab = newTab()
  const people = await Promise.all(Array.from({ length: 20 }, () => tab.me()))
  expect(people.every(({ email }) => email === user.email)).toBe(true)
  await tab.me()
  expect(trades(server.asked)).toBe(1)
})

test('after an expiry the session is traded again and the request repeated', async () => {
  const { user, server, newTab } = await newBrowser()
  const tab = newTab()
  await tab.me()
  server.expireTokens()
  expect(await tab.me()).toMatchObject({ email: user.email })
  expect(server.asked.slice(2)).toEqual(['GET /accounts/me/', TRADE, 'GET /accounts/me/'])
})

test('a token that one tab got serves the others', async () => {
  const { user, server, newTab } = await newBrowser()
  const [first, second] = [newTab(), newTab()]
  await Promise.all([first.me(), second.me()])
  server.expireTokens()
  const before = trades(server.asked)
  const channel = new BroadcastChannel('latchkey.access')
  onTestFinished(() => channel.close())
  const handedOver = once(channel, 'message')
  await first.me()
  await handedOver
  expect(await second.me()).toMatchObject({ email: user.email })
  expect(trades(server.asked)).toBe(before + 1)
})

test('a closed client goes on alone', async () => {
  const { user, server, newTab } = await newBrowser()
  const tab = newTab()
  await tab.me()
  tab.close()
  server.expireTokens()
  expect(await tab.me()).toMatchObject({ email: user.email })
})

test('T-19 the end of the session ends the client’s access at once', async () => {
  const { user, session, newTab } = await newBrowser()
  const tab = newTab()
  await tab.me()
  await endSession({ userId: user.id, sessionId: session.id, reason: 'ended_by_person', client: testClient })
  await expect(tab.me()).rejects.toMatchObject({ code: 'signed_out', status: 401 })
})

test('a page of one person does not act as another who signed in at this browser meanwhile', async () => {
  const { server, newTab, signInAs } = await newBrowser()
  const tab = newTab()
  await tab.me()
  const other = await newSession()
  signInAs(other)
  server.expireTokens()
  await expect(tab.me()).rejects.toMatchObject({ code: 'person_changed' })
  expect(await newTab().me()).toMatchObject({ email: other.user.email })
})

test('a browser nobody is signed in at is signed_out', async () => {
  const server = startServer()
  const tab = createSessionClient({ baseUrl: env.AUTH_URL, send: server.send })
  onTestFinished(tab.close)
  await expect(tab.me()).rejects.toMatchObject({ code: 'signed_out' })
})
