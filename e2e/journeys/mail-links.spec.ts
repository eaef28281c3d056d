import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures'
import { origins } from '../ports'

// Whichever of the servers under test has a worker free writes the mail.
const OWN_ORIGINS = [origins.application, origins.throughNext]

const password = 'amber kettle nineteen'
type Translate = Parameters<Parameters<typeof test>[2]>[0]['t']

async function signUp(page: Page, t: Translate, email: string): Promise<void> {
  await page.goto('/signup')
  await page.getByLabel(t('auth.name'), { exact: true }).fill('Robin')
  await page.getByLabel(t('auth.email')).fill(email)
  await page.getByLabel(t('auth.newPassword'), { exact: true }).fill(password)
  await page.getByRole('button', { name: t('auth.signup.submit') }).click()
  await expect(page.getByRole('heading', { name: t('auth.sent.title') })).toBeVisible()
}

async function forget(page: Page, t: Translate, email: string): Promise<void> {
  await page.goto('/forgot-password')
  await page.getByLabel(t('auth.email')).fill(email)
  await page.getByRole('button', { name: t('auth.forgot.submit') }).click()
  await expect(page.getByText(t('auth.forgot.sent'))).toBeVisible()
}

test('R-14 a mail scanner that opens the link to confirm uses nothing up', async ({ page, t, request, inbox }) => {
  const email = `${randomUUID()}@example.com`
  await signUp(page, t, email)
  const { link } = await inbox.newest(email)
  for (let scan = 0; scan < 3; scan += 1) expect((await request.get(link)).status()).toBe(200)
  expect((await request.head(link)).status()).toBe(200)
  await page.goto(link)
  await page.getByRole('button', { name: t('auth.verify.submit') }).click()
  await expect(page.getByText(t('auth.notices.confirmed'))).toBeVisible()
})

test('R-14 R-22 a mail scanner that opens the link to reset uses nothing up, and the page tells nobody the link', async ({
  page,
  t,
  request,
  newUser,
  inbox,
}) => {
  const { email } = await newUser()
  await forget(page, t, email)
  const { link } = await inbox.newest(email)
  const { origin, searchParams } = new URL(link)
  const token = searchParams.get('token') ?? ''
  for (let scan = 0; scan < 3; scan += 1) expect((await request.get(link)).status()).toBe(200)
  const swapped = await request.get(link, { maxRedirects: 0 })
  expect(swapped.headers()).toMatchObject({
    location: '/reset-password',
    'cache-control': 'no-store',
  })
  expect(swapped.headers()).toMatchObject({ 'referrer-policy': 'no-referrer' })

  const asked: { url: string; referer: string }[] = []
  page.on('request', (sent) => asked.push({ url: sent.url(), referer: sent.headers().referer ?? '' }))
  await page.goto(link)
  await page.getByLabel(t('auth.reset.newPassword'), { exact: true }).fill(password)
  await page.getByRole('button', { name: t('auth.reset.submit') }).click()
  await expect(page.getByText(t('auth.notices.password_changed'))).toBeVisible()
  expect(token).toMatch(/^[\w-]{43}$/)
  expect(asked.filter(({ url }) => !url.startsWith(`${origin}/`))).toEqual([])
  expect(asked.filter(({ url }) => url.includes(token)).map(({ url }) => url)).toEqual([link])
  expect(asked.filter(({ referer }) => referer.includes(token))).toEqual([])
})

test('R-15 no header of the visitor decides where a mailed link leads', async ({ page, t, newUser, inbox }) => {
  const [known, email] = [await newUser(), `${randomUUID()}@example.com`]
  await page.setExtraHTTPHeaders({
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    forwarded: 'host=evil.example;proto=https',
  })
  await signUp(page, t, email)
  await forget(page, t, known.email)
  for (const recipient of [email, known.email]) {
    const { text, html } = await inbox.newest(recipient)
    const links = `${text} ${html}`.match(/https?:\/\/[^\s"<]+/g) ?? []
    expect(links.length).toBeGreaterThan(0)
    for (const link of links) expect(OWN_ORIGINS).toContain(new URL(link).origin)
  }
})
