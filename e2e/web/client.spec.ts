import type { BrowserContext, Page } from '@playwright/test'
import type { SessionClient } from '@/lib/client/session-client'
import type { TokenClient } from '@/lib/client/token-client'
import type { TokenPair } from '@/lib/client/token-store'
import { bundleClient } from '../client-bundle'
import { expect, test } from '../fixtures'

declare const latchkey: typeof import('@/lib/client/session-client') & typeof import('@/lib/client/token-client')
declare const client: SessionClient & TokenClient

const TABS = 5
const EXPIRIES = 50
const SESSION_TOKEN = '/api/session/token'
const REFRESH = '/accounts/token/refresh/'

async function openTabs(context: BrowserContext): Promise<Page[]> {
  await context.addInitScript(await bundleClient())
  const tabs = await Promise.all(Array.from({ length: TABS }, () => context.newPage()))
  await Promise.all(tabs.map((tab) => tab.goto('/developers')))
  return tabs
}

/** Lets the server refuse, when told, every access token it has seen so far. */
async function expireOnDemand(context: BrowserContext): Promise<() => void> {
  const seen = new Set<string>()
  let expired = new Set<string>()
  await context.route('**/accounts/me/', async (route) => {
    const { authorization = '', ...headers } = await route.request().allHeaders()
    seen.add(authorization)
    await route.continue({
      headers: { ...headers, authorization: expired.has(authorization) ? 'Bearer expired' : authorization },
    })
  })
  return () => {
    expired = new Set(seen)
  }
}

function countRequests(context: BrowserContext, path: string): () => number {
  let count = 0
  context.on('request', (request) => {
    if (new URL(request.url()).pathname === path) count += 1
  })
  return () => count
}

/** What each tab is answered when all ask at the same time, twice each. */
function askEverywhere(tabs: Page[]): Promise<string[]> {
  return Promise.all(
    tabs.map((tab) =>
      tab.evaluate(async () => {
        const answers = await Promise.all([client.me(), client.me()])
        return answers.map(({ email }) => email).join(' ')
      }),
    ),
  )
}

function startTokenClient(): void {
  const KEY = 'tokens'
  const store = {
    read: () => JSON.parse(localStorage.getItem(KEY) ?? 'null'),
    write: (pair: TokenPair | null) => localStorage.setItem(KEY, JSON.stringify(pair)),
  }
  Object.assign(globalThis, { client: latchkey.createTokenClient({ store }) })
}

test('T-12 five tabs of one pair of tokens, fifty expiries: they take turns, and nobody is signed out', async ({
  context,
  newUser,
}) => {
  test.setTimeout(120_000)
  const { email, password } = await newUser()
  const tabs = await openTabs(context)
  await Promise.all(tabs.map((tab) => tab.evaluate(startTokenClient)))
  const [first] = tabs
  await first?.evaluate((credentials) => client.signIn(credentials), { email, password })
  const [expire, refreshes] = [await expireOnDemand(context), countRequests(context, REFRESH)]
  const everywhere = tabs.map(() => `${email} ${email}`)
  expect(await askEverywhere(tabs)).toEqual(everywhere)
  for (let expiry = 1; expiry <= EXPIRIES; expiry += 1) {
    expire()
    expect(await askEverywhere(tabs)).toEqual(everywhere)
    expect(refreshes()).toBeGreaterThanOrEqual(expiry)
  }
  // Without turns each expiry costs five. localStorage may show another process a pair late, which costs a second one.
  expect(refreshes()).toBeLessThan(2 * EXPIRIES)
  await first?.evaluate(() => client.signOut())
  for (const tab of tabs) {
    expect(await tab.evaluate(() => client.me().catch(({ code }) => code))).toBe('signed_out')
  }
})

test('five tabs of one browser session, fifty expiries: nobody is signed out, and its end ends all', async ({
  page,
  context,
  newUser,
  signIn,
}) => {
  test.setTimeout(120_000)
  const { email, password } = await newUser()
  await signIn({ email, password })
  const tabs = await openTabs(context)
  await Promise.all(
    tabs.map((tab) => tab.evaluate(() => void Object.assign(globalThis, { client: latchkey.createSessionClient() }))),
  )
  const expire = await expireOnDemand(context)
  const everywhere = tabs.map(() => `${email} ${email}`)
  expect(await askEverywhere(tabs)).toEqual(everywhere)
  for (let expiry = 1; expiry <= EXPIRIES; expiry += 1) {
    expire()
    expect(await askEverywhere(tabs)).toEqual(everywhere)
  }
  expect(await tabs[0]?.evaluate(() => Object.keys(localStorage))).toEqual([])
  await page.goto('/devices')
  await page.getByRole('button', { name: 'Sign out everywhere' }).click()
  await page.waitForURL(/\/login/)
  for (const tab of tabs) {
    expect(await tab.evaluate(() => client.me().catch(({ code }) => code))).toBe('signed_out')
  }
})

test('the example page says that it waits, that no answer came, and shows the answer', async ({
  page,
  t,
  newUser,
  signIn,
}) => {
  const { email, password } = await newUser()
  await signIn({ email, password })
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/accounts/me/', async (route) => {
    await held
    await route.abort()
  })
  await page.goto('/example')
  await expect(page.getByText(t('account.example.loading'))).toBeVisible()
  release()
  await expect(page.getByText(t('account.example.problem.unreachable'))).toBeVisible()
  await page.unroute('**/accounts/me/')
  await page.getByRole('button', { name: t('account.example.again') }).click()
  await expect(page.getByText(`"email": "${email}"`)).toBeVisible()
})

test('W-05 a page of another origin gets no token, by script or by form', async ({
  page,
  context,
  newUser,
  signIn,
}) => {
  await signIn(await newUser())
  const url = new URL(SESSION_TOKEN, page.url()).href
  const stranger = await context.newPage()
  await stranger.route('https://evil.example/', (route) => route.fulfill({ contentType: 'text/html', body: '<p>evil' }))
  await stranger.goto('https://evil.example/')
  const byScript = await stranger.evaluate(
    (target) =>
      fetch(target, { method: 'POST', credentials: 'include' }).then(
        () => 'read',
        () => 'refused',
      ),
    url,
  )
  expect(byScript).toBe('refused')
  const answered = stranger.waitForResponse(url)
  await stranger.evaluate((target) => {
    const form = document.createElement('form')
    Object.assign(form, { action: target, method: 'post' })
    document.body.append(form)
    form.submit()
  }, url)
  expect((await answered).status()).toBe(403)
})
