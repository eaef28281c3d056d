import { once } from 'node:events'
import type { Page } from '@playwright/test'
import { findFreePort } from '../../scripts/ports.js'
import { inAppBrowsers } from '../in-app-browsers'
import { simulatorUrl } from '../simulator/authorization'
import { makeSimulator } from '../simulator/simulator'
import { test as base, expect } from './own-server'

const FIRST_PORT = 20_800
const PORTS_PER_WORKER = 20

type Fixtures = {
  /** Paths that anybody asked of this server's own Google, since it was started. */
  askedOfGoogle: string[]
  /** Sends the form of a button with Google's name in it. */
  sendForGoogle: (page: Page) => Promise<void>
}

const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from it what a fixture needs.
  askedOfGoogle: async ({}, use) => use([]),
  serverSettings: async ({ askedOfGoogle }, use, { parallelIndex }) => {
    const port = await findFreePort(FIRST_PORT + parallelIndex * PORTS_PER_WORKER, PORTS_PER_WORKER)
    const simulator = await makeSimulator(`http://localhost:${port}`)
    simulator.on('request', ({ url = '' }) => url.startsWith('/google') && askedOfGoogle.push(url.split('?')[0] ?? ''))
    await once(simulator.listen(port, 'localhost'), 'listening')
    await use({ SIMULATOR_URL: simulatorUrl(`http://localhost:${port}`), AUTH_GOOGLE_ONE_TAP: 'on' })
    simulator.closeAllConnections()
    simulator.close()
  },
  sendForGoogle: async ({ t }, use) => {
    await use(async (page) => {
      await page.goto('/login?next=/devices')
      const kakao = page.getByRole('button', { name: t('social.button.signIn.kakao') })
      await kakao.evaluate((button) => {
        const input = button.closest('form')?.querySelector<HTMLInputElement>('input[name=provider]')
        if (input) input.value = 'google'
      })
      await kakao.click()
    })
  },
})

// Ten browsers, one after the other, against a server that is started for them.
test.setTimeout(120_000)

test('from inside of an app Google is asked by nobody, neither the browser nor the server', async ({
  browser,
  page: ordinary,
  ownServer,
  askedOfGoogle,
  sendForGoogle,
  t,
}) => {
  for (const { app, system, userAgent } of inAppBrowsers) {
    const context = await browser.newContext({ userAgent, baseURL: ownServer.origin })
    const page = await context.newPage()
    await sendForGoogle(page)
    await expect(page.getByText(t('problems.codes.provider_in_app_browser')), `${app}, ${system}`).toBeVisible()
    await page.getByRole('button', { name: t('social.inApp.getCode') }).click()
    await expect(page.getByText(t('social.inApp.onceOnly'))).toBeVisible()
    await context.close()
  }
  expect(askedOfGoogle).toEqual([])

  await sendForGoogle(ordinary)
  await expect(ordinary).toHaveURL(/\/google\/authorize/)
  const asked = ['/google/fedcm.json', '/google/.well-known/openid-configuration', '/google/authorize']
  expect(askedOfGoogle).toEqual(expect.arrayContaining(asked))
})
