import { randomUUID } from 'node:crypto'
import { expect, test } from '../fixtures'

test('sign up, confirm, sign in, edit the profile, see the devices, sign out', async ({ page, t, inbox, signIn }) => {
  const email = `${randomUUID()}@example.com`
  const password = 'amber kettle nineteen'
  await page.goto('/')
  await page
    .getByRole('main')
    .getByRole('link', { name: t('common.signUp') })
    .click()
  await page.getByLabel(t('auth.name'), { exact: true }).fill('Robin')
  await page.getByLabel(t('auth.email')).fill(email)
  await page.getByLabel(t('auth.newPassword'), { exact: true }).fill(password)
  await page.getByRole('button', { name: t('auth.signup.submit') }).click()
  await expect(page.getByRole('heading', { name: t('auth.sent.title') })).toBeVisible()

  await page.goto((await inbox.newest(email)).link)
  await page.getByRole('button', { name: t('auth.verify.submit') }).click()
  await expect(page.getByText(t('auth.notices.confirmed'))).toBeVisible()

  await signIn({ email, password })
  await page.goto('/profile')
  await page.getByLabel(t('account.profile.nickname')).fill('Bobbin')
  await page.getByLabel(t('account.profile.bio')).fill('A few words, 몇 마디')
  await page.getByRole('button', { name: t('common.save') }).click()
  await expect(page.getByText(t('account.profile.saved'))).toBeVisible()
  await page.reload()
  await expect(page.getByLabel(t('account.profile.nickname'))).toHaveValue('Bobbin')

  await page.goto('/devices')
  await expect(page.getByText(t('account.devices.this'), { exact: true })).toBeVisible()
  await page.getByLabel(t('common.accountMenu', { name: 'Robin' })).click()
  await page.getByRole('button', { name: t('common.signOut'), exact: true }).click()
  await expect(page.getByText(t('auth.notices.signed_out'), { exact: true })).toBeVisible()
  await page.goto('/profile')
  await expect(page).toHaveURL(/\/login\?next=%2Fprofile/)
})
