import { expect, test } from '../fixtures'

test('the example shows who is signed in, and without JavaScript where else to look', async ({
  page,
  t,
  javaScriptEnabled,
  newUser,
  signIn,
}) => {
  await page.goto('/example')
  await expect(page).toHaveURL(/\/login\?next=%2Fexample/)
  const user = await newUser()
  await signIn(user)
  await expect(page).toHaveURL(/\/example$/)
  if (javaScriptEnabled !== false) return expect(page.getByText(`"email": "${user.email}"`)).toBeVisible()
  await expect(page.getByText(t('account.example.withoutScripts'))).toBeVisible()
  await expect(page.getByText(t('account.example.loading'))).toBeHidden()
  await page.getByRole('link', { name: t('account.example.toProfile') }).click()
  await expect(page).toHaveURL(/\/profile$/)
})
