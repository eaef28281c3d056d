import type { Page } from '@playwright/test'
import { db } from '@/lib/db'
import { limits } from '@/lib/limits/limits'
import { expect, test } from '../fixtures'
import { makeSignInsOld } from '../sign-in-age'

type Translate = Parameters<Parameters<typeof test>[2]>[0]['t']

const NEW_PASSWORD = 'copper lantern seventeen'

const hashOf = async (id: string) =>
  (await db.user.findUniqueOrThrow({ where: { id }, select: { passwordHash: true } })).passwordHash

async function send(page: Page, t: Translate, current: string): Promise<void> {
  await page.getByLabel(t('account.password.currentPassword'), { exact: true }).fill(current)
  await page.getByLabel(t('account.password.newPassword'), { exact: true }).fill(NEW_PASSWORD)
  await page.getByRole('button', { name: t('account.password.submit') }).click()
}

test('P-21 the current password is asked for beside the new one, and nothing before it', async ({
  page,
  t,
  newUser,
  signIn,
}) => {
  const user = await newUser()
  await signIn(user)
  await makeSignInsOld(user.id)
  const before = await hashOf(user.id)
  await page.goto('/security')
  await page.getByRole('link', { name: t('account.security.changePassword') }).click()
  await expect(page).toHaveURL(/\/security\/password$/)
  const field = page.getByLabel(t('account.password.currentPassword'), { exact: true })
  await expect(field).toHaveAttribute('autocomplete', 'current-password')
  for (const [typed, problem] of [
    ['', t('problems.fields.required')],
    ['not the password', t('problems.fields.bad_current_password')],
  ] as const) {
    await send(page, t, typed)
    await expect(field).toHaveAccessibleDescription(problem)
    expect(await hashOf(user.id)).toBe(before)
  }
  await send(page, t, user.password)
  await expect(page.getByText(t('account.security.passwordChanged'))).toBeVisible()
  expect(await hashOf(user.id)).not.toBe(before)
})

test('P-21 guessing the current password on the page is limited; then not even the right one changes it', async ({
  page,
  t,
  newUser,
  signIn,
}) => {
  // A dozen forms.
  test.slow()
  const user = await newUser()
  await signIn(user)
  const before = await hashOf(user.id)
  await page.goto('/security/password')
  const field = page.getByLabel(t('account.password.currentPassword'), { exact: true })
  for (let attempt = 0; attempt < limits.password.device.points; attempt += 1) {
    await send(page, t, `guess ${attempt}`)
    await expect(field).toHaveAccessibleDescription(t('problems.fields.bad_current_password'))
    await page.goto('/security/password')
  }
  await send(page, t, user.password)
  await expect(page.getByText(t('problems.codes.too_many_requests'))).toBeVisible()
  expect(await hashOf(user.id)).toBe(before)
})

test('P-21 who has no password sets a first one without a current one', async ({
  page,
  t,
  newGooglePerson,
  signInWithGoogle,
  signIn,
}) => {
  const person = await newGooglePerson()
  await signInWithGoogle({ person })
  await page.waitForURL('/profile')
  await page.goto('/security/password')
  await expect(page.getByLabel(t('account.password.currentPassword'), { exact: true })).toHaveCount(0)
  await page.getByLabel(t('account.password.newPassword'), { exact: true }).fill(NEW_PASSWORD)
  await page.getByRole('button', { name: t('account.password.submit') }).click()
  await expect(page.getByText(t('account.security.passwordChanged'))).toBeVisible()
  await page.context().clearCookies()
  await signIn({ email: person.email ?? '', password: NEW_PASSWORD })
})
