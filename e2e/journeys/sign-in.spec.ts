import { randomUUID } from 'node:crypto'
import { expect, test } from '../fixtures'

const sessionCookie = 'latchkey.session'

test('"keep me signed in" outlives the browser, without it the sign-in ends with it', async ({
  page,
  t,
  newUser,
  signIn,
}) => {
  const user = await newUser()
  const expiry = async () => (await page.context().cookies()).find(({ name }) => name === sessionCookie)?.expires
  await signIn(user)
  expect(await expiry()).toBe(-1)
  await page.getByLabel(t('common.accountMenu', { name: user.name })).click()
  await page.getByRole('button', { name: t('common.signOut'), exact: true }).click()
  await page.waitForURL(/\/login/)
  await signIn(user, { isKept: true })
  const days = ((await expiry()) ?? 0) / 86_400 - Date.now() / 86_400_000
  expect(Math.round(days)).toBe(30)
})

test('a wrong password says so beside the form, keeps the address and never the password', async ({
  page,
  t,
  newUser,
}) => {
  const { email } = await newUser()
  await page.goto('/login?next=/devices')
  await page.getByLabel(t('auth.email')).fill(email)
  await page.getByLabel(t('auth.password'), { exact: true }).fill('not the password')
  await page.getByRole('button', { name: t('auth.login.submit'), exact: true }).click()
  await expect(page.getByText(t('problems.codes.bad_credentials'))).toBeVisible()
  await expect(page.getByLabel(t('auth.email'))).toHaveValue(email)
  await expect(page.getByLabel(t('auth.password'), { exact: true })).toHaveValue('')
})

test('whoever was sent to sign in arrives where they wanted to go', async ({ page, newUser, signIn }) => {
  await page.goto('/devices')
  await expect(page).toHaveURL(/\/login\?next=%2Fdevices$/)
  await signIn(await newUser())
  await expect(page).toHaveURL(/\/devices$/)
})

test('too many attempts are refused with how long to wait', async ({ page, t, newUser }) => {
  const { email } = await newUser()
  await page.goto('/login')
  const wait = page.getByText(t('problems.codes.too_many_requests'))
  for (let attempt = 0; attempt < 12 && !(await wait.isVisible()); attempt += 1) {
    await page.getByLabel(t('auth.email')).fill(email)
    await page.getByLabel(t('auth.password'), { exact: true }).fill(`guess number ${attempt}`)
    const answered = page.waitForResponse((response) => response.request().method() === 'POST')
    await page.getByRole('button', { name: t('auth.login.submit'), exact: true }).click()
    await answered
    await expect(page.getByRole('button', { name: t('auth.login.submit'), exact: true })).toBeVisible()
  }
  await expect(wait).toContainText(/\d/)
})

test('every field with a fault is marked, and what was typed is kept', async ({ page, t }) => {
  await page.goto('/signup')
  await page.getByLabel(t('auth.email')).fill('no address')
  await page.getByLabel(t('auth.newPassword'), { exact: true }).fill('1234')
  await page.getByRole('button', { name: t('auth.signup.submit') }).click()
  const email = page.getByLabel(t('auth.email'))
  await expect(email).toHaveAttribute('aria-invalid', 'true')
  await expect(email).toHaveValue('no address')
  await expect(email).toHaveAccessibleDescription(t('problems.fields.email_invalid'))
  await expect(page.getByLabel(t('auth.name'), { exact: true })).toHaveAttribute('aria-invalid', 'true')
})

test('an unconfirmed address is told to whoever knows the password, and a new link confirms it', async ({
  page,
  t,
  newUser,
  signIn,
  inbox,
}) => {
  const user = await newUser({ isVerified: false })
  await page.goto('/login')
  await page.getByLabel(t('auth.email')).fill(user.email)
  await page.getByLabel(t('auth.password'), { exact: true }).fill(user.password)
  await page.getByRole('button', { name: t('auth.login.submit'), exact: true }).click()
  await expect(page.getByText(t('problems.codes.email_not_verified'))).toBeVisible()

  await page.getByRole('link', { name: t('auth.login.resend') }).click()
  await page.waitForURL('/signup/sent')
  await page.getByLabel(t('auth.email')).fill(user.email)
  await page.getByRole('button', { name: t('auth.sent.resend') }).click()
  await expect(page.getByText(t('auth.sent.resent'))).toBeVisible()
  await page.goto((await inbox.newest(user.email)).link)
  await page.getByLabel(t('auth.password'), { exact: true }).fill(user.password)
  await page.getByRole('button', { name: t('auth.verify.submit') }).click()
  await expect(page.getByText(t('auth.notices.confirmed'))).toBeVisible()
  await signIn(user)
})

test('R-01 a known address signs up again: the same page, and only its owner learns of it', async ({
  page,
  t,
  newUser,
  inbox,
}) => {
  const { email } = await newUser()
  await page.goto('/signup')
  await page.getByLabel(t('auth.name'), { exact: true }).fill('Somebody else')
  await page.getByLabel(t('auth.email')).fill(email)
  await page.getByLabel(t('auth.newPassword'), { exact: true }).fill('amber kettle nineteen')
  await page.getByRole('button', { name: t('auth.signup.submit') }).click()
  await expect(page.getByRole('heading', { name: t('auth.sent.title') })).toBeVisible()
  expect((await inbox.newest(email)).link).toMatch(/\/login$/)
})

test('the mailbox shows what a local installation would have sent', async ({ page, t, inbox }) => {
  const email = `${randomUUID()}@example.com`
  await page.goto('/signup')
  await page.getByLabel(t('auth.name'), { exact: true }).fill('Robin')
  await page.getByLabel(t('auth.email')).fill(email)
  await page.getByLabel(t('auth.newPassword'), { exact: true }).fill('amber kettle nineteen')
  await page.getByRole('button', { name: t('auth.signup.submit') }).click()
  await expect(page.getByRole('heading', { name: t('auth.sent.title') })).toBeVisible()
  const { link } = await inbox.newest(email)
  await page.getByRole('link', { name: t('auth.sent.mailbox') }).click()
  await page.getByRole('link', { name: new RegExp(email) }).click()
  await page.locator(`a[href="${link}"]`).first().click()
  await expect(page.getByRole('button', { name: t('auth.verify.submit') })).toBeVisible()
})
