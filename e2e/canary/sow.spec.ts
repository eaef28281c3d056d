import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { db } from '@/lib/db'
import { expect, test } from '../fixtures'
import { CANARY, canaries, RECORDED_HOST } from './canary'

/** Every answer that this page got and that holds the canary. */
function collectLeaks(page: Page): { settle: () => Promise<string[]> } {
  const bodies: Promise<string | null>[] = []
  page.on('response', (response) => {
    const leak = async () => ((await response.text().catch(() => '')).includes(CANARY) ? response.url() : null)
    bodies.push(leak())
  })
  return { settle: async () => (await Promise.all(bodies)).filter((url) => url !== null) }
}

test('P-25 passwords are typed on every page that takes one, and no answer repeats them', async ({
  page,
  t,
  inbox,
  signIn,
}) => {
  // A dozen pages.
  test.slow()
  const leaks = collectLeaks(page)
  const email = `${randomUUID()}@example.com`
  await page.goto('/signup')
  await page.getByLabel(t('auth.name')).fill('Canary')
  await page.getByLabel(t('auth.email')).fill(email)
  await page.getByLabel(t('auth.newPassword'), { exact: true }).fill(canaries.first)
  await page.getByRole('button', { name: t('auth.signup.submit') }).click()
  await expect(page.getByRole('heading', { name: t('auth.sent.title') })).toBeVisible()
  await page.goto((await inbox.newest(email)).link)
  await page.getByRole('button', { name: t('auth.verify.submit') }).click()
  await expect(page).toHaveURL(/\/login/)

  await page.getByLabel(t('auth.email')).fill(email)
  await page.getByLabel(t('auth.password'), { exact: true }).fill(canaries.wrong)
  await page.getByRole('button', { name: t('auth.login.submit'), exact: true }).click()
  await expect(page.getByText(t('problems.codes.bad_credentials'))).toBeVisible()
  await signIn({ email, password: canaries.first })

  await page.goto('/security/password')
  await page.getByLabel(t('account.password.newPassword'), { exact: true }).fill(canaries.changed)
  await page.getByRole('main').locator('form button[type=submit]').last().click()
  await expect(page.getByText(t('account.security.passwordChanged'))).toBeVisible()

  await page.context().clearCookies()
  await page.goto('/forgot-password')
  await page.getByLabel(t('auth.email')).fill(email)
  await page.getByRole('main').locator('form button[type=submit]').last().click()
  await expect.poll(async () => (await inbox.newest(email)).link).toContain('/reset-password')
  await page.goto((await inbox.newest(email)).link)
  await page.getByLabel(t('auth.reset.newPassword'), { exact: true }).fill(canaries.reset)
  await page.getByRole('main').locator('form button[type=submit]').last().click()
  await expect(page).toHaveURL(/\/login/)
  await signIn({ email, password: canaries.reset })
  expect(await leaks.settle()).toEqual([])
  expect(await db.user.count({ where: { email } })).toBe(1)
})

const email = 'canary@example.com'
const both = { password1: canaries.first, password2: canaries.first }
const calls: [path: string, body: string][] = [
  ['/accounts/token/', JSON.stringify({ email, password: canaries.wrong })],
  ['/accounts/token/', `{"email":"${email}","password":"${canaries.wrong}"`],
  ['/accounts/token/', JSON.stringify({ email: [canaries.wrong], password: canaries.wrong })],
  ['/accounts/token/', JSON.stringify({ email, password: { $ne: canaries.wrong } })],
  ['/dj-rest-auth/login/', JSON.stringify({ email, password: canaries.wrong })],
  ['/dj-rest-auth/registration/', JSON.stringify({ email: `${randomUUID()}@example.com`, ...both })],
  ['/dj-rest-auth/registration/', JSON.stringify({ email: 'no address', ...both })],
  ['/dj-rest-auth/password/reset/confirm/', JSON.stringify({ uid: 'x', token: 'x', new_password1: canaries.reset })],
]

test('P-25 API clients send passwords, well or badly, and no answer repeats them', async ({ request }) => {
  for (const [path, data] of calls) {
    const response = await request.post(path, { data, headers: { 'content-type': 'application/json' } })
    expect(response.status(), path).toBeLessThan(500)
    expect(await response.text(), path).not.toContain(CANARY)
  }
})

test('O-29 somebody signs in with Google, whose tokens are searched for at the end', async ({
  page,
  newGooglePerson,
  signInWithGoogle,
}) => {
  await signInWithGoogle({ person: await newGooglePerson() })
  await expect(page).toHaveURL(/\/profile/)
})

test('whatever a page asks for is recorded, in any context, and no name or address but ours leads anywhere', async ({
  browser,
}) => {
  const page = await browser.newPage()
  for (const host of [RECORDED_HOST, '127.0.0.2'])
    await expect(page.goto(`http://${host}/`), host).rejects.toThrow('ERR_NAME_NOT_RESOLVED')
  await page.close()
})
