import type { Page } from '@playwright/test'
import { expect, failureShownOn, providerNames, providers, test } from '../provider-attempts'

/** What nginx takes of one header, unless it is told otherwise. */
const MAX_COOKIE_BYTES = 8_192
/** As many as a browser may have under way. */
const TABS = 6

test('O-04 of seven tabs that set out the last six come back, whichever is first; the oldest is told to try again', async ({
  page,
  t,
  context,
  newPersonAt,
}) => {
  // Seven sign-ins.
  test.slow()
  const { sub } = await newPersonAt('google', { email: 'tabs@gmail.com' })
  const setOut = async () => {
    const tab = await context.newPage()
    await tab.goto('/login?next=/profile')
    await tab.getByRole('button', { name: t('social.button.signIn.google', { provider: 'Google' }) }).click()
    await tab.locator('button[name=sub]').first().waitFor()
    return tab
  }
  const oldest = await setOut()
  const tabs: Page[] = []
  while (tabs.length < TABS) tabs.push(await setOut())
  const cookies = await context.cookies(new URL('/', tabs[0]?.url()).href.replace(/:\d+/, ''))
  const own = cookies.filter(({ name }) => name.includes('provider-'))
  expect(own).toHaveLength(TABS)
  expect(own.map(({ name, value }) => `${name}=${value}`).join('; ').length).toBeLessThan(MAX_COOKIE_BYTES - 2_000)
  for (const tab of tabs.toReversed()) {
    await tab.locator(`button[name=sub][value="${sub}"]`).click()
    await tab.waitForURL((url) => url.pathname === '/profile')
  }
  await oldest.locator(`button[name=sub][value="${sub}"]`).click()
  await expect(oldest.getByText(t('problems.codes.provider_failed'))).toBeVisible()
  expect(await failureShownOn(oldest)).toMatchObject({ provider: 'google', reason: 'unknown_attempt' })
  await page.goto('/profile')
  await expect(page.getByRole('heading', { name: t('account.profile.title') }).first()).toBeVisible()
})

test('O-04 five tabs that set out in one moment, each for another provider, all come back', async ({
  t,
  context,
  newPersonAt,
}) => {
  test.slow()
  const attempts = await Promise.all(
    providers.map(async (provider) => {
      const { sub } = await newPersonAt(provider, { email: `tab-of-${provider}@gmail.com` })
      const tab = await context.newPage()
      await tab.goto('/login?next=/profile')
      const label = t(`social.button.signIn.${provider}`, { provider: providerNames[provider] })
      return { provider, tab, sub, button: tab.getByRole('button', { name: label }) }
    }),
  )
  await Promise.all(attempts.map(({ button }) => button.click()))
  await Promise.all(attempts.map(({ tab }) => tab.locator('button[name=sub]').first().waitFor()))
  for (const { provider, tab, sub } of attempts) {
    await tab.locator(`button[name=sub][value="${sub}"]`).click()
    // Naver vouches for no address.
    await expect(tab).toHaveURL(provider === 'naver' ? /\/prove-address/ : /\/profile/)
  }
})
