import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { db } from '@/lib/db'
import { origins } from '../ports'
import { expect, test } from './own-server'

test.use({ serverSettings: { AUTH_GOOGLE_ONE_TAP: 'on', LOG_LEVEL: 'silent' } })

/** Whom the dialog of the browser offers, which no page can see, and how the first of them is chosen. */
type Dialog = { emails: string[]; choose: () => Promise<unknown> }

async function waitForDialogOf(page: Page): Promise<Dialog> {
  const browser = await page.context().newCDPSession(page)
  await browser.send('FedCm.enable', { disableRejectionDelay: true })
  return new Promise((resolve) => {
    browser.on('FedCm.dialogShown', ({ dialogId, accounts }) => {
      const emails = accounts.map(({ email }) => email)
      resolve({ emails, choose: () => browser.send('FedCm.selectAccount', { dialogId, accountIndex: 0 }) })
    })
  })
}

async function chooseInDialogOf(page: Page): Promise<string[]> {
  const { emails, choose } = await waitForDialogOf(page)
  await choose()
  return emails
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
  const cookies = await page.context().cookies()
  expect(cookies.filter(({ name }) => name.includes('one-tap'))).toEqual([])
})

test('two tabs that are offered somebody at once both sign in', async ({ page, context, newGooglePerson }) => {
  const { sub } = await newGooglePerson()
  await signInAtGoogle(page, sub)
  const open = async (tab: Page) => {
    const dialog = waitForDialogOf(tab)
    await tab.goto('/login?next=%2Fsecurity')
    return { tab, ...(await dialog) }
  }
  for (const { tab, choose } of [await open(page), await open(await context.newPage())]) {
    await choose()
    await expect(tab).toHaveURL(/\/security$/)
  }
})

test('O-07 what the browser brought once signs nobody in when it is sent again', async ({ page, newGooglePerson }) => {
  const { sub } = await newGooglePerson()
  await signInAtGoogle(page, sub)
  const chosen = chooseInDialogOf(page)
  const brought = page.waitForRequest((request) => request.postData()?.includes('eyJ') === true)
  await page.goto('/login?next=%2Fsecurity')
  await chosen
  const request = await brought
  await expect(page).toHaveURL(/\/security$/)
  // With the cookies that the browser has now.
  const { cookie: _, ...headers } = await request.allHeaders()
  const again = await page.request.post(request.url(), { data: request.postData() ?? '', headers })
  expect(again.headers()['x-action-redirect']).toContain('error=provider_failed')
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
