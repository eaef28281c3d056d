import { expect, test } from '../fixtures'

test('R-14 R-22 a forgotten password: ask for a link, choose a new one, sign in with it; the link leaves the address at once and works once', async ({
  page,
  t,
  newUser,
  inbox,
  signIn,
}) => {
  const { email } = await newUser()
  const password = 'copper lantern seventeen'
  await page.goto('/login')
  await page.getByRole('link', { name: t('auth.login.forgot') }).click()
  // The page that is left has a field of the same name.
  await expect(page.getByRole('heading', { name: t('auth.forgot.title') })).toBeVisible()
  await page.getByLabel(t('auth.email')).fill(email)
  await page.getByRole('button', { name: t('auth.forgot.submit') }).click()
  await expect(page.getByText(t('auth.forgot.sent'))).toBeVisible()

  const { link } = await inbox.newest(email)
  await page.goto(link)
  expect(page.url()).not.toContain('token')
  const field = page.getByLabel(t('auth.reset.newPassword'), { exact: true })
  await field.fill('12345678')
  await page.getByRole('button', { name: t('auth.reset.submit') }).click()
  await expect(page.getByText(t('problems.fields.password_entirely_numeric'))).toBeVisible()
  await field.fill(password)
  await page.getByRole('button', { name: t('auth.reset.submit') }).click()
  await expect(page.getByText(t('auth.notices.password_changed'))).toBeVisible()
  await signIn({ email, password })

  await page.goto(link)
  await expect(page.getByRole('heading', { name: t('auth.verify.invalidTitle') })).toBeVisible()
})
