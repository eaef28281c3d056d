import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { Client } from 'pg'
import { expect, test } from '../fixtures'
import { receivedMail } from '../received-mail'

// Chromium is told where latchkey.test is; Playwright’s own client asks the proxy by address.
const NAME = '__Host-latchkey.session'

async function signUp(page: Page): Promise<{ email: string; password: string }> {
  const [email, password] = [`${randomUUID()}@example.com`, 'amber kettle nineteen']
  await page.goto('/signup')
  await page.getByLabel('Name', { exact: true }).fill('Robin')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByRole('heading', { name: 'Look into your mail' })).toBeVisible()
  await expect.poll(() => receivedMail(email).length, { timeout: 15_000 }).toBe(1)
  await page.goto(/https:\/\/\S+/.exec(receivedMail(email)[0] ?? '')?.[0] ?? '')
  await page.getByRole('button', { name: 'Confirm address' }).click()
  await expect(page.getByText('Your address is confirmed.')).toBeVisible()
  return { email, password }
}

test('behind TLS: sign up by a mail that was really sent, sign in, sign out', async ({
  page,
  context,
  signIn,
  baseURL,
}) => {
  const user = await signUp(page)
  expect(receivedMail(user.email)[0]).toContain(`${baseURL}/verify-email?token=`)
  await signIn(user)
  const [session] = (await context.cookies()).filter(({ name }) => name === NAME)
  expect(session).toMatchObject({ secure: true, httpOnly: true, sameSite: 'Lax', path: '/', domain: 'latchkey.test' })
  await page.getByLabel('Account menu of Robin').click()
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await page.waitForURL(/\/login/)
  expect((await context.cookies()).map(({ name }) => name)).not.toContain(NAME)
})

test('behind TLS: a page trades the session of its __Host- cookie for an access token', async ({ page, signIn }) => {
  const user = await signUp(page)
  await signIn(user)
  await page.goto('/example')
  await expect(page.getByText(`"email": "${user.email}"`)).toBeVisible()
})

test('S-13 W-01 over TLS every cookie is Secure with the __Host- prefix where it matters, and HSTS is on', async ({
  page,
  signIn,
}) => {
  const answers: Promise<{ url: string; headers: { name: string; value: string }[] }>[] = []
  page.on('response', (response) => {
    const headers = response.headersArray().catch(() => [])
    answers.push(headers.then((all) => ({ url: response.url(), headers: all })))
  })
  await signIn(await signUp(page))
  await page.goto('/devices')
  await page.goto('/nowhere')
  const seen = await Promise.all(answers)
  const has = (header: string) => (entry: { name: string }) => entry.name.toLowerCase() === header
  expect(seen.filter(({ headers }) => !headers.some(has('strict-transport-security')))).toEqual([])
  const cookies = seen.flatMap(({ headers }) => headers.filter(has('set-cookie')).map(({ value }) => value))
  expect(cookies.length).toBeGreaterThan(1)
  for (const cookie of cookies) expect(cookie).toMatch(/; Secure/i)
  expect(cookies.some((cookie) => cookie.startsWith(`${NAME}=`))).toBe(true)
})

test('the address of a visitor is the one the trusted proxy saw, not the one the visitor names', async ({
  page,
  signIn,
}) => {
  await signIn(await signUp(page))
  await page.goto('/devices')
  await expect(page.getByRole('list', { name: 'Devices' }).getByRole('listitem').first()).toContainText(
    /127\.0\.0\.1|::1/,
  )
})

test('the mailbox and the templates of the local mode do not exist', async ({ page }) => {
  const template = '/developers/mail/confirm-email'
  for (const path of ['/mailbox', '/developers/mail', template, `${template}/html`]) {
    expect((await page.goto(path))?.status(), path).toBe(404)
  }
})

test('what was mailed leaves no link in the database', async ({ page }) => {
  const { email } = await signUp(page)
  const client = new Client({ connectionString: process.env.E2E_PRODUCTION_DATABASE_URL })
  await client.connect()
  const { rows } = await client.query('SELECT text, html FROM mails WHERE recipient = $1', [email])
  await client.end()
  expect(rows).toEqual([{ text: '', html: '' }])
})

test('S-07 a sign-in that ends is over in every web process', async ({
  page,
  browser,
  contextOptions,
  baseURL,
  signIn,
}) => {
  const user = await signUp(page)
  await signIn(user)
  const other = await (
    await browser.newContext({ ...contextOptions, ignoreHTTPSErrors: true, baseURL: baseURL ?? '' })
  ).newPage()
  await signIn(user, { page: other })
  await page.goto('/devices')
  await page.getByRole('button', { name: 'Sign out everywhere' }).click()
  await page.waitForURL(/\/login/)
  for (let visit = 0; visit < 6; visit += 1) {
    await other.goto('/profile')
    await expect(other).toHaveURL(/\/login/)
  }
})
