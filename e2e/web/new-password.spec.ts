import { expect, test } from '../fixtures'
import { expectGoodPage } from '../good-page'

for (const locale of ['en-US', 'ko-KR']) {
  test.describe(locale, () => {
    test.use({ locale })

    test('a new password is judged in words while it is typed, by what stands in the form too', async ({ page, t }) => {
      await page.goto('/signup')
      await page.getByLabel(t('auth.email')).fill('minji.kim@example.org')
      const field = page.getByLabel(t('auth.password'), { exact: true })
      const said = page.locator('[aria-live=polite]').filter({ hasText: /\S/ })
      for (const [password, words] of [
        ['abc', t('common.strength.password_too_short')],
        ['8462074915', t('common.strength.password_entirely_numeric')],
        ['minji.kim1', t('common.strength.password_contains_context')],
        ['localhost1', t('common.strength.password_contains_context')],
        ['zzzzzzzzzz', t('common.strength.password_too_common')],
        ['qwertyuiop12', t('common.strength.patterns')],
        ['harbours', t('common.strength.longer')],
        ['노란 등대 열두 항구', t('common.strength.strong')],
      ] as const) {
        await field.fill(password)
        await expect(said).toContainText(words)
      }
      await expectGoodPage(page)
      await field.fill('')
      await expect(said).toHaveCount(0)
    })
  })
}

test('what was said about a password goes when the server has refused it', async ({ page, t }) => {
  await page.goto('/signup')
  await page.getByLabel(t('auth.name')).fill('Minji')
  await page.getByLabel(t('auth.email')).fill('minji.kim@example.org')
  await page.getByLabel(t('auth.password'), { exact: true }).fill('Liverpool')
  await expect(page.getByText(t('common.strength.longer'))).toBeVisible()
  await page.getByRole('button', { name: t('auth.signup.submit') }).click()
  await expect(page.getByText(t('problems.fields.password_too_common'))).toBeVisible()
  await expect(page.getByText(t('common.strength.longer'))).toHaveCount(0)
})

const syllables = '노란등대열두항구'
for (const [from, to] of [
  ['NFD', 'NFC'],
  ['NFC', 'NFD'],
] as const) {
  test(`P-06 a Korean password set in ${from}, as one system types it, opens in ${to}, as another does`, async ({
    page,
    browser,
    t,
    newUser,
    signIn,
  }) => {
    const user = await newUser()
    await signIn(user)
    await page.goto('/security/password')
    const field = page.getByLabel(t('account.password.newPassword'), { exact: true })
    const current = page.getByLabel(t('account.password.currentPassword'), { exact: true })
    await current.fill(user.password)
    await field.fill(syllables.slice(1).normalize(from))
    await page.getByRole('button', { name: t('account.password.submit') }).click()
    await expect(page.getByText(t('problems.fields.password_too_short', { min: 8 }))).toBeVisible()
    await current.fill(user.password)
    await field.fill(syllables.normalize(from))
    await page.getByRole('button', { name: t('account.password.submit') }).click()
    await expect(page).not.toHaveURL(/\/security\/password$/)

    const elsewhere = await browser.newPage()
    await signIn({ email: user.email, password: syllables.normalize(to) }, { page: elsewhere })
    await elsewhere.close()
  })
}
