import type { APIRequestContext } from '@playwright/test'
import { db } from '@/lib/db'
import { expect, test } from '../fixtures'
import { setSignInAt } from '../sign-in-age'

async function read(request: APIRequestContext, path: string) {
  const get = await request.get(path, { maxRedirects: 0 })
  const head = await request.head(path, { maxRedirects: 0 })
  return { statuses: [get.status(), head.status()], cookies: [get, head].flatMap(cookiesOf) }
}

function cookiesOf(response: { headersArray: () => { name: string; value: string }[] }): string[] {
  return response
    .headersArray()
    .filter(({ name }) => name.toLowerCase() === 'set-cookie')
    .map(({ value }) => value)
}

test('W-06 reading changes nothing', async ({ page, request, newUser, signIn, inbox, t }) => {
  const unconfirmed = await newUser({ isVerified: false })
  await page.goto('/signup/sent')
  await page.getByLabel(t('auth.email')).fill(unconfirmed.email)
  await page.getByRole('button', { name: t('auth.sent.resend') }).click()
  const { link } = await inbox.newest(unconfirmed.email)
  await request.get(link)
  await request.head(link)
  const refused = await request.post('/accounts/token/', {
    data: { email: unconfirmed.email, password: unconfirmed.password },
  })
  expect(refused.status()).not.toBe(200)

  await signIn(await newUser())
  for (const path of ['/api/auth/signout', '/logout', '/profile/picture?remove=on', '/devices?notice=ended']) {
    await page.request.get(path)
    await page.request.head(path)
  }
  await page.goto('/profile')
  await expect(page).toHaveURL(/\/profile$/)
})

test('W-06 reading the page that links, even with the answers in its address, links nothing', async ({
  page,
  t,
  newUser,
  newGooglePerson,
  signInWithGoogle,
}) => {
  const user = await newUser()
  const person = await newGooglePerson({ email: user.email })
  await signInWithGoogle({ person })
  await expect(page.getByRole('heading', { name: t('social.link.title') })).toBeVisible()
  const answers = new URLSearchParams({ password: user.password, next: '/profile' })
  expect(await read(page.request, `/link-account?${answers}`)).toEqual({ statuses: [200, 200], cookies: [] })
  expect(await db.account.count({ where: { userId: user.id } })).toBe(0)
  expect(await db.session.count({ where: { userId: user.id } })).toBe(0)

  // What waits still waits: only the form uses it up.
  await page.reload()
  await page.getByLabel(t('social.link.password'), { exact: true }).fill(user.password)
  await page.getByRole('button', { name: t('social.link.submit', { provider: 'Google' }) }).click()
  await expect(page.getByLabel(t('common.accountMenu', { name: user.name }))).toBeVisible()
})

test('W-06 reading the page that confirms an identity confirms nothing', async ({ page, newUser, signIn }) => {
  const user = await newUser()
  await signIn(user)
  const longAgo = new Date(Date.now() - 3_600_000)
  await setSignInAt(user.id, longAgo)
  const answers = new URLSearchParams({ password: user.password, next: '/security/addresses' })
  expect(await read(page.request, `/confirm-identity?${answers}`)).toEqual({ statuses: [200, 200], cookies: [] })
  const { authenticatedAt } = await db.session.findFirstOrThrow({ where: { userId: user.id } })
  expect(authenticatedAt).toEqual(longAgo)
  await page.goto('/security/addresses')
  await expect(page).toHaveURL(/\/confirm-identity/)
})

test('W-06 no address starts a sign-in at a provider, and the way back starts none by itself', async ({
  page,
  newUser,
  signIn,
}) => {
  const user = await newUser()
  await signIn(user)
  for (const path of ['/api/auth/signin/google', '/api/auth/signin', '/api/auth/link/google', '/api/auth/signout']) {
    expect(await read(page.request, path), path).toEqual({ statuses: [404, 404], cookies: [] })
  }
  for (const path of ['/login?provider=google', '/confirm-identity?provider=google&act=step_up']) {
    const { statuses, cookies } = await read(page.request, path)
    for (const status of statuses) expect([200, 307], path).toContain(status)
    expect(cookies, path).toEqual([])
  }
  await page.request.get('/api/auth/callback/google?code=a&state=b', { maxRedirects: 0 })
  expect(await db.account.count({ where: { userId: user.id } })).toBe(0)
  expect(await db.session.count({ where: { userId: user.id } })).toBe(1)
})
