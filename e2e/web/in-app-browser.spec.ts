import { expect, test } from '../fixtures'
import { origins } from '../ports'

const userAgent =
  'Mozilla/5.0 (Linux; Android 14; SM-S918N; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0.0.0 Mobile Safari/537.36;KAKAOTALK 2410850'

test('inside of KakaoTalk the page leads to a browser that Google takes, and nobody is sent to Google', async ({
  browser,
  t,
  extraHTTPHeaders,
}) => {
  const context = await browser.newContext({
    userAgent,
    baseURL: origins.application,
    ...(extraHTTPHeaders && { extraHTTPHeaders }),
  })
  const page = await context.newPage()
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.goto('/login?next=/devices')
  await expect(page.getByRole('button', { name: t('social.button.signIn.google') })).toBeHidden()
  await expect(page.getByRole('button', { name: t('social.button.signIn.kakao') })).toBeVisible()
  const link = await page.getByRole('link', { name: t('social.inApp.open') }).getAttribute('href')
  const here = `${origins.application}/login?next=%2Fdevices`
  expect(link).toBe(`kakaotalk://web/openExternal?url=${encodeURIComponent(here)}`)

  // Whoever sends the form all the same is told so.
  await page.evaluate(() => {
    const input = document.querySelector<HTMLInputElement>('input[name=provider]')
    if (input) input.value = 'google'
  })
  await page.getByRole('button', { name: t('social.button.signIn.kakao') }).click()
  await expect(page.getByText(t('problems.codes.provider_in_app_browser'))).toBeVisible()
  expect(asked.filter((url) => url.startsWith(`${origins.simulator}/google`))).toEqual([])
  await context.close()
})

test('inside of an app that opens no other browser the address is there to be taken along', async ({
  browser,
  t,
  extraHTTPHeaders,
  newGooglePerson,
}) => {
  const iPhone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)'
  const options = { baseURL: origins.application, ...(extraHTTPHeaders && { extraHTTPHeaders }) }
  const inApp = await browser.newContext({ ...options, userAgent: `${iPhone} Mobile/15E148 Instagram 335.0.0.29.98` })
  const page = await inApp.newPage()
  await page.goto('/login?next=/devices')
  await expect(page.getByRole('button', { name: t('social.button.signIn.google') })).toBeHidden()
  const address = await page.locator('code').textContent()
  await inApp.close()

  const elsewhere = await browser.newContext(options)
  const there = await elsewhere.newPage()
  await there.goto(address ?? '')
  const { sub } = await newGooglePerson()
  await there.getByRole('button', { name: t('social.button.signIn.google', { provider: 'Google' }) }).click()
  await there.locator(`button[name=sub][value="${sub}"]`).click()
  await expect(there).toHaveURL(/\/devices$/)
  await elsewhere.close()
})
