import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { db } from '@/lib/db'
import { origins } from '../ports'
import { expect, test } from './own-server'

test.use({ serverSettings: { AUTH_GOOGLE_ONE_TAP: 'on', LOG_LEVEL: 'silent' } })

/** Chooses the first account in the dialog of the browser, which no page can see. */
async function chooseInDialogOf(page: Page) {
  const browser = await page.context().newCDPSession(page)
  await browser.send('FedCm.enable', { disableRejectionDelay: true })
  return new Promise<string[]>((resolve) => {
    browser.on('FedCm.dialogShown', ({ dialogId, accounts }) => {
      resolve(accounts.map(({ email }) => email))
      void browser.send('FedCm.selectAccount', { dialogId, accountIndex: 0 })
    })
  })
}

const signInAtGoogle = (page: Page, sub: string) => page.goto(`${origins.simulator}/google/fedcm/sign-in?sub=${sub}`)

test('who is signed in at Google is offered by the browser, and signs in by one click', async ({
  page,
  newGooglePerson,
}) => {
  const { sub, email } = await newGooglePerson()
  await signInAtGoogle(page, sub)
  const offered = chooseInDialogOf(page)
  await page.goto('/login?next=%2Fsecurity')
  expect(await offered).toEqual([email])
  await expect(page).toHaveURL(/\/security$/)
  expect(await db.account.count({ where: { providerAccountId: sub } })).toBe(1)
  expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('latchkey.one-tap')
})

for (const fault of ['wrong-nonce', 'missing-nonce', 'bad-signature', 'wrong-audience', 'expired'] as const) {
  test(`O-03 what the browser brings with ${fault} signs nobody in`, async ({ page, t, newGooglePerson }) => {
    const { sub } = await newGooglePerson({ fault })
    await signInAtGoogle(page, sub)
    const offered = chooseInDialogOf(page)
    await page.goto('/login')
    await offered
    await expect(page.getByText(t('problems.codes.provider_failed'))).toBeVisible()
    expect(await db.account.count({ where: { providerAccountId: sub } })).toBe(0)
  })
}

test('who is signed in nowhere sees the buttons and nothing else', async ({ page, t }) => {
  await page.context().addCookies([{ name: 'unrelated', value: randomUUID(), url: origins.simulator }])
  const offer = page.waitForResponse((response) => response.request().method() === 'POST')
  await page.goto('/login')
  await offer
  await expect(
    page.getByRole('button', { name: t('social.button.signIn.google', { provider: 'Google' }) }),
  ).toBeVisible()
  await expect(page.getByText(t('problems.codes.provider_failed'))).toBeHidden()
})
