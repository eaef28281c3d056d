import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures'

/** What nginx takes of one header, unless it is told otherwise. */
const MAX_COOKIE_BYTES = 8_192
const TABS = 6

test('O-04 six tabs that set out at once all come back, whichever is first, and their cookies fit a proxy', async ({
  page,
  t,
  context,
  newPersonAt,
}) => {
  const { sub } = await newPersonAt('google', { email: 'tabs@gmail.com' })
  const tabs: Page[] = []
  for (let tab = 0; tab < TABS; tab += 1) {
    const opened = await context.newPage()
    await opened.goto('/login?next=/profile')
    await opened.getByRole('button', { name: t('social.button.signIn.google', { provider: 'Google' }) }).click()
    await opened.locator('button[name=sub]').first().waitFor()
    tabs.push(opened)
  }
  const cookies = await context.cookies(new URL('/', tabs[0]?.url()).href.replace(/:\d+/, ''))
  const own = cookies.filter(({ name }) => name.includes('provider-'))
  expect(own).toHaveLength(TABS)
  expect(own.map(({ name, value }) => `${name}=${value}`).join('; ').length).toBeLessThan(MAX_COOKIE_BYTES - 2_000)
  for (const tab of tabs.toReversed()) {
    await tab.locator(`button[name=sub][value="${sub}"]`).click()
    await tab.waitForURL((url) => url.pathname === '/profile')
  }
  await page.goto('/profile')
  await expect(page.getByRole('heading', { name: t('account.profile.title') }).first()).toBeVisible()
})
