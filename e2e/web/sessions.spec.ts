import type { APIResponse, BrowserContext } from '@playwright/test'
import { encode } from 'next-auth/jwt'
import { expect, test } from '../fixtures'

const NAME = 'latchkey.session'

async function sessionValue(context: BrowserContext): Promise<string> {
  const cookie = (await context.cookies()).find(({ name }) => name === NAME)
  return cookie?.value ?? ''
}

/** Where a page sends whoever has this cookie; null when it lets them in. */
async function whereSent(context: BrowserContext, value: string): Promise<string | null> {
  const headers = { cookie: `${NAME}=${value}` }
  await context.clearCookies()
  const response = await context.request.get('/profile', { headers, maxRedirects: 0 })
  return response.status() === 200 ? null : (response.headers().location ?? 'nowhere')
}

const setCookies = (response: APIResponse) =>
  response.headersArray().filter(({ name }) => name.toLowerCase() === 'set-cookie')

test('S-01 a session planted before the sign-in is replaced, and worthless afterwards', async ({
  page,
  context,
  baseURL,
  newUser,
  signIn,
}) => {
  await signIn(await newUser())
  const planted = await sessionValue(context)
  await context.clearCookies()
  await page.goto('/login')
  await context.addCookies([{ name: NAME, value: planted, url: baseURL ?? '' }])
  const victim = await newUser()
  await page.locator('input[name=email]').fill(victim.email)
  await page.locator('input[name=password]').fill(victim.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL('/profile')
  const own = await sessionValue(context)
  expect(own).not.toBe(planted)
  expect(await whereSent(context, own)).toBeNull()
  expect(await whereSent(context, planted)).toContain('/login')
})

test('S-02 a cookie replayed after sign-out opens nothing', async ({ page, context, newUser, signIn }) => {
  const user = await newUser()
  await signIn(user)
  const value = await sessionValue(context)
  expect(await whereSent(context, value)).toBeNull()
  await context.addCookies([{ name: NAME, value, url: page.url() }])
  await page.goto('/')
  await page.getByLabel(`Account menu of ${user.name}`).click()
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await page.waitForURL(/\/login/)
  expect(await whereSent(context, value)).toContain('/login')
})

test('S-08 a cookie made for another purpose is nobody', async ({ page, context }) => {
  await page.goto('/login')
  await page.getByRole('button', { name: 'Continue with Google' }).click()
  await page.waitForURL(/\/google\/authorize/)
  const others = (await context.cookies()).filter(({ name }) => name.startsWith('latchkey.'))
  expect(others.length).toBeGreaterThan(0)
  for (const { value } of others) expect(await whereSent(context, value)).toContain('/login')
})

test('S-10 an altered, cut or foreign cookie is nobody', async ({ context, newUser, signIn }) => {
  await signIn(await newUser())
  const value = await sessionValue(context)
  const foreign = await encode({
    token: { sid: 'a'.repeat(43) },
    secret: 'another secret of 40 characters or more!',
    salt: NAME,
  })
  const altered = value.replace(/.(?=.{20}$)/, (last) => (last === 'A' ? 'B' : 'A'))
  for (const bad of [altered, value.slice(0, -5), foreign, '', 'null', '{"sid":"x"}']) {
    expect(await whereSent(context, bad)).toContain('/login')
  }
})

test('S-11 somebody else’s session cannot be ended by its id', async ({
  page,
  browser,
  contextOptions,
  newUser,
  signIn,
}) => {
  const [owner, stranger] = [await newUser(), await newUser()]
  const ownersPage = await (await browser.newContext(contextOptions)).newPage()
  const secondPage = await (await browser.newContext(contextOptions)).newPage()
  await signIn(owner, { page: ownersPage })
  await signIn(owner, { page: secondPage })
  await ownersPage.goto('/devices')
  const sessionId = await ownersPage.locator('input[name=sessionId]').getAttribute('value')

  await signIn(stranger)
  await signIn(stranger, { page: await (await browser.newContext(contextOptions)).newPage() })
  await page.goto('/devices')
  const field = page.locator('input[name=sessionId]')
  await field.evaluate((input: HTMLInputElement, id) => input.setAttribute('value', id), sessionId ?? '')
  await page.getByRole('list', { name: 'Devices' }).getByRole('listitem').last().getByRole('button').click()
  await expect(page.getByText('That does not exist, or no longer exists.')).toBeVisible()
  await secondPage.goto('/profile')
  await expect(secondPage).toHaveURL(/\/profile$/)
})

test('S-12 a cookie is no Bearer token, and a token no cookie', async ({ context, request, newUser, signIn }) => {
  const user = await newUser()
  await signIn(user)
  const value = await sessionValue(context)
  const asBearer = await request.get('/accounts/me/', { headers: { authorization: `Bearer ${value}` } })
  expect(asBearer.status()).toBe(401)
  const tokens = await request.post('/accounts/token/', { data: { email: user.email, password: user.password } })
  const { access, refresh } = await tokens.json()
  for (const token of [access, refresh]) expect(await whereSent(context, token)).toContain('/login')
})

test('S-13 every cookie is HttpOnly, SameSite=Lax, for the whole site and no other host', async ({
  page,
  t,
  newUser,
}) => {
  const answers: Promise<{ name: string; value: string }[]>[] = []
  // What arrives after the test has looked goes with its page.
  page.on('response', (response) => answers.push(response.headersArray().catch(() => [])))
  const { email, password } = await newUser()
  await page.goto('/login')
  await page.getByRole('button', { name: t('common.themeName.dark'), exact: true }).click()
  await page.getByRole('button', { name: '한국어' }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko')
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await page.goto('/login')
  await page.locator('input[name=email]').fill(email)
  await page.locator('input[name=password]').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL('/profile')
  const headers = (await Promise.all(answers)).flat()
  const seen = headers.filter(({ name }) => name.toLowerCase() === 'set-cookie').map(({ value }) => value)
  expect(seen.some((cookie) => cookie.startsWith(`${NAME}=`))).toBe(true)
  for (const cookie of seen) {
    expect(cookie).toMatch(/; Path=\/(;|$)/i)
    expect(cookie).toMatch(/; HttpOnly/i)
    expect(cookie).toMatch(/; SameSite=lax/i)
    expect(cookie).not.toMatch(/; Domain=/i)
  }
})

test('S-14 the longest profile does not make the cookie longer', async ({ page, context, t, newUser, signIn }) => {
  await signIn(await newUser())
  const before = (await sessionValue(context)).length
  await page.goto('/profile')
  await page.getByLabel(t('account.profile.name'), { exact: true }).fill('가'.repeat(80))
  await page.getByLabel(t('account.profile.bio')).fill('나'.repeat(500))
  await page.getByRole('button', { name: t('common.save') }).click()
  await expect(page.getByText(t('account.profile.saved'))).toBeVisible()
  expect((await sessionValue(context)).length).toBe(before)
  expect(before).toBeLessThan(1_000)
})

test('S-15 requests under way at sign-out do not bring the cookie back', async ({ page, context, newUser, signIn }) => {
  const user = await newUser()
  await signIn(user)
  const value = await sessionValue(context)
  const headers = { cookie: `${NAME}=${value}` }
  const underWay = Array.from({ length: 10 }, () => context.request.get('/profile', { headers, maxRedirects: 0 }))
  await page.getByLabel(`Account menu of ${user.name}`).click()
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await page.waitForURL(/\/login/)
  for (const response of await Promise.all(underWay)) {
    expect(setCookies(response).filter((header) => header.value.includes(NAME))).toEqual([])
  }
  expect(await whereSent(context, value)).toContain('/login')
})

test('S-17 there is no session endpoint that takes a role or a person', async ({ page, newUser, signIn }) => {
  await signIn(await newUser())
  const data = { role: 'owner', sub: 'somebody', mfa: true }
  for (const path of ['/api/auth/session', '/api/auth/csrf', '/api/auth/signin/google', '/api/auth/signout']) {
    expect((await page.request.post(path, { data, headers: { origin: new URL(page.url()).origin } })).status()).toBe(
      404,
    )
    expect((await page.request.get(path)).status()).toBe(404)
  }
  expect((await page.goto('/admin'))?.status()).toBe(404)
})
