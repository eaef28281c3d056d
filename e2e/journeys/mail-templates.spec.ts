import { expect, test } from '../fixtures'

test('every mail can be looked at before it is sent, as text and as HTML', async ({ page, t }) => {
  await page.goto('/developers/mail')
  await page.getByRole('link', { name: 'confirm-email' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'confirm-email' })).toBeVisible()
  for (const [locale, button] of [
    ['en', 'Confirm address'],
    ['ko', '이메일 주소 확인하기'],
  ] as const) {
    const language = t(`common.languageName.${locale}`)
    const frame = page.frameLocator(`iframe[title="${t('developers.mail.frame', { language })}"]`)
    await expect(frame.getByRole('link', { name: button })).toBeVisible()
    await expect(frame.getByRole('link', { name: button })).toHaveCSS('background-color', 'rgb(11, 107, 79)')
  }
})

test('a template that does not exist is not found', async ({ page }) => {
  expect((await page.goto('/developers/mail/nothing'))?.status()).toBe(404)
  expect((await page.request.get('/developers/mail/nothing/html')).status()).toBe(404)
})
