import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { createUser } from '@/lib/accounts/create-user'
import { db } from '@/lib/db'
import { expect, test } from '../fixtures'
import { origins } from '../ports'
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

type Visitor = { t: Parameters<Parameters<typeof test>[2]>[0]['t']; email: string }

async function signUpOn(page: Page, { t, email }: Visitor): Promise<void> {
  await page.goto('/signup')
  await page.getByLabel(t('auth.name')).fill('Canary')
  await page.getByLabel(t('auth.email')).fill(email)
  await page.getByLabel(t('auth.newPassword'), { exact: true }).fill(canaries.first)
  await page.getByRole('button', { name: t('auth.signup.submit') }).click()
  await expect(page.getByRole('heading', { name: t('auth.sent.title') })).toBeVisible()
}

test('P-25 passwords are typed on every page that takes a new one, and no answer repeats them', async ({
  page,
  t,
  inbox,
  signIn,
}) => {
  // A dozen pages.
  test.slow()
  const leaks = collectLeaks(page)
  const email = `${randomUUID()}@example.com`
  await signUpOn(page, { t, email })
  await page.goto((await inbox.newest(email)).link)
  await page.getByRole('button', { name: t('auth.verify.submit') }).click()
  await expect(page).toHaveURL(/\/login/)

  await page.getByLabel(t('auth.email')).fill(email)
  await page.getByLabel(t('auth.password'), { exact: true }).fill(canaries.wrong)
  await page.getByRole('button', { name: t('auth.login.submit'), exact: true }).click()
  await expect(page.getByText(t('problems.codes.bad_credentials'))).toBeVisible()
  await signIn({ email, password: canaries.first })

  await page.goto('/security/password')
  for (const current of [canaries.wrong, canaries.first]) {
    await page.getByLabel(t('account.password.currentPassword'), { exact: true }).fill(current)
    await page.getByLabel(t('account.password.newPassword'), { exact: true }).fill(canaries.changed)
    await page.getByRole('button', { name: t('account.password.submit') }).click()
    if (current === canaries.wrong)
      await expect(page.getByText(t('problems.fields.bad_current_password'))).toBeVisible()
  }
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

test('P-25 the current password is typed wherever a page asks for it, and no answer repeats it', async ({
  page,
  browser,
  contextOptions,
  baseURL,
  t,
  inbox,
  newPersonAt,
  signInAt,
}) => {
  // Eight pages.
  test.slow()
  const other = await (await browser.newContext({ ...contextOptions, baseURL: baseURL ?? '' })).newPage()
  const leaks = [collectLeaks(page), collectLeaks(other)]
  const email = `${randomUUID()}@example.com`
  const answerWrongThenRight = async (asked: Page, button: string, label = t('auth.password')) => {
    for (const password of [canaries.wrong, canaries.first]) {
      await asked.getByLabel(label, { exact: true }).fill(password)
      await asked.getByRole('button', { name: button, exact: true }).click()
      if (password === canaries.wrong) await expect(asked.getByText(t('problems.codes.bad_credentials'))).toBeVisible()
    }
  }
  await signUpOn(page, { t, email })
  await other.goto((await inbox.newest(email)).link)
  await answerWrongThenRight(other, t('auth.verify.submit'))
  await expect(other.getByText(t('auth.notices.confirmed'))).toBeVisible()

  await signInAt('github', await newPersonAt('github', { email }))
  await expect(page).toHaveURL(/\/link-account/)
  await answerWrongThenRight(page, t('social.link.submit', { provider: 'GitHub' }), t('social.link.password'))
  await expect(page).toHaveURL(/\/profile/)

  const authenticatedAt = new Date(Date.now() - 3_600_000)
  await db.session.updateMany({ where: { user: { email } }, data: { authenticatedAt } })
  await page.goto('/security/addresses')
  await expect(page.getByRole('heading', { name: t('auth.confirm.title') })).toBeVisible()
  await answerWrongThenRight(page, t('auth.confirm.submit'))
  await expect(page).toHaveURL(/\/security\/addresses/)
  for (const { settle } of leaks) expect(await settle()).toEqual([])
})

test('P-25 passwords are typed behind TLS, into the server of production', async ({ browser, contextOptions, t }) => {
  const context = { ...contextOptions, ignoreHTTPSErrors: true, baseURL: origins.production }
  const page = await (await browser.newContext(context)).newPage()
  const leaks = collectLeaks(page)
  const email = `${randomUUID()}@example.com`
  await signUpOn(page, { t, email })
  await page.goto('/login')
  await page.getByLabel(t('auth.email')).fill(email)
  await page.getByLabel(t('auth.password'), { exact: true }).fill(canaries.first)
  await page.getByRole('button', { name: t('auth.login.submit'), exact: true }).click()
  await expect(page.getByText(t('problems.codes.email_not_verified'))).toBeVisible()
  expect(await leaks.settle()).toEqual([])
})

const email = 'canary@example.com'
const both = { password1: canaries.first, password2: canaries.first }
const calls: [path: string, body: string][] = [
  ['/accounts/token/', JSON.stringify({ email, password: canaries.wrong })],
  ['/accounts/token/', `{"email":"${email}","password":"${canaries.wrong}"`],
  ['/accounts/token/', JSON.stringify({ email: [canaries.wrong], password: canaries.wrong })],
  ['/accounts/token/', JSON.stringify({ email, password: { $ne: canaries.wrong } })],
  ['/accounts/token/sliding/', JSON.stringify({ email, password: canaries.wrong })],
  ['/accounts/token/sliding/', `{"email":"${email}","password":"${canaries.wrong}"`],
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

test('P-25 API clients sign in by a password and change it, and no answer repeats one', async ({ request }) => {
  const { email } = await createUser({
    email: `${randomUUID()}@example.com`,
    password: canaries.first,
    isVerified: true,
  })
  const send = async (path: string, data: object, headers = {}) => {
    const response = await request.post(path, { data, headers })
    expect(await response.text(), path).not.toContain(CANARY)
    return response
  }
  const credentials = { email, password: canaries.first }
  expect((await send('/accounts/token/sliding/', credentials)).status()).toBe(200)
  const { access } = await (await send('/accounts/token/', credentials)).json()
  const newPasswords = { new_password1: canaries.changed, new_password2: canaries.changed }
  const statuses: number[] = []
  for (const old_password of [canaries.wrong, { $ne: canaries.wrong }, canaries.first]) {
    const headers = { authorization: `Bearer ${access}` }
    const answer = await send('/dj-rest-auth/password/change/', { ...newPasswords, old_password }, headers)
    statuses.push(answer.status())
  }
  expect(statuses).toEqual([400, 400, 200])
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
