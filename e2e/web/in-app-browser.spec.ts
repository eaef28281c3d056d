import type { Browser, BrowserContextOptions, Page } from '@playwright/test'
import { db } from '@/lib/db'
import { test as base, expect, type TestUser } from '../fixtures'
import { inAppBrowsers } from '../in-app-browsers'
import { origins } from '../ports'

type Fixtures = {
  /** A page in a browser of its own, from the address of this test. */
  openIn: (options?: BrowserContextOptions) => Promise<Page>
  /** Asks the app's page for a code. */
  getCode: (page: Page) => Promise<string>
  /** Types a code in another browser. */
  typeCode: (page: Page, code: string) => Promise<void>
}

const test = base.extend<Fixtures>({
  openIn: async ({ browser, extraHTTPHeaders }, use) => {
    const pages: Page[] = []
    await use(async (options = {}) => {
      const page = await newPage(browser, { ...options, ...(extraHTTPHeaders && { extraHTTPHeaders }) })
      pages.push(page)
      return page
    })
    for (const page of pages) await page.context().close()
  },
  getCode: async ({ t }, use) => {
    await use(async (page) => {
      await page.getByRole('button', { name: t('social.inApp.getCode') }).click()
      await expect(page.getByText(t('social.inApp.onceOnly'))).toBeVisible()
      return (await page.locator('code').textContent()) ?? ''
    })
  },
  typeCode: async ({ t }, use) => {
    await use(async (page, code) => {
      if (new URL(page.url()).pathname !== '/continue') await page.goto('/continue')
      await page.getByLabel(t('social.handOff.code')).fill(code)
      await page.getByRole('button', { name: t('social.handOff.submit') }).click()
    })
  },
})

async function newPage(browser: Browser, options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ baseURL: origins.application, ...options })
  return context.newPage()
}

const instagram = inAppBrowsers.find(({ app, system }) => app === 'Instagram' && system === 'iOS')

for (const { app, system, userAgent, linkTo } of inAppBrowsers) {
  test(`inside of ${app} on ${system} Google's button gives way to what leads to another browser`, async ({
    openIn,
    t,
  }) => {
    const page = await openIn({ userAgent })
    await page.goto('/login?next=/devices')
    await expect(page.getByRole('button', { name: t('social.button.signIn.kakao') })).toBeVisible()
    await expect(page.getByRole('button', { name: t('social.button.signIn.google') })).toBeHidden()
    await expect(page.getByRole('button', { name: t('social.inApp.getCode') })).toBeVisible()
    const opening = page.getByRole('link', { name: t('social.inApp.open') })
    const link = linkTo(`${origins.application}/login?next=%2Fdevices`)
    if (link === null) await expect(opening).toHaveCount(0)
    else await expect(opening).toHaveAttribute('href', link)
  })
}

for (const javaScriptEnabled of [true, false]) {
  test(`a code finishes the sign-in in another browser, once, JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async ({
    openIn,
    getCode,
    typeCode,
    t,
    newGooglePerson,
  }) => {
    const inApp = await openIn({ userAgent: instagram?.userAgent, javaScriptEnabled })
    await inApp.goto('/login?next=/devices')
    const code = await getCode(inApp)
    const [elsewhere, { sub }] = [await openIn({ javaScriptEnabled }), await newGooglePerson()]
    // Looked at, as by a preview, it stays good.
    await elsewhere.goto(`/continue?${new URLSearchParams({ code })}`)
    await expect(elsewhere.getByLabel(t('social.handOff.code'))).toHaveValue(code)
    await typeCode(elsewhere, code.toLowerCase().replace('-', ' '))
    await elsewhere.locator(`button[name=sub][value="${sub}"]`).click()
    await expect(elsewhere).toHaveURL(/\/devices$/)

    const again = await openIn({ javaScriptEnabled })
    await typeCode(again, code)
    await expect(again.getByText(t('problems.fields.hand_off_wrong'))).toBeVisible()
    // The session stays where the person signed in.
    await inApp.goto('/devices')
    await expect(inApp).toHaveURL(/\/login/)
  })
}

/** The address is in the menu of the account. */
const expectSignedIn = (page: Page, { email }: TestUser) => expect(page.getByText(email).first()).toBeAttached()

test('whoever is signed in and types the code of somebody else stays who they are, and nothing is linked', async ({
  page,
  openIn,
  getCode,
  typeCode,
  newUser,
  signIn,
}) => {
  const [victim, attacker] = [await newUser(), await newUser()]
  const attackersPage = await openIn({ userAgent: instagram?.userAgent })
  await signIn(attacker, { page: attackersPage })
  await attackersPage.goto('/security/connections')
  const code = await getCode(attackersPage)

  await signIn(victim)
  await typeCode(page, code)
  await expect(page).toHaveURL(/\/security\/connections$/)
  await page.goto('/profile')
  await expectSignedIn(page, victim)
  expect(await db.account.count({ where: { userId: { in: [victim.id, attacker.id] } } })).toBe(0)
})

test('a code leads nowhere but to pages of ours', async ({ openIn, getCode, typeCode, newGooglePerson }) => {
  const inApp = await openIn({ userAgent: instagram?.userAgent })
  await inApp.goto('/login')
  await inApp.evaluate(() => {
    for (const input of document.querySelectorAll<HTMLInputElement>('input[name=next]'))
      input.value = 'https://stranger.example/'
  })
  const [elsewhere, { sub }] = [await openIn(), await newGooglePerson()]
  await typeCode(elsewhere, await getCode(inApp))
  await elsewhere.locator(`button[name=sub][value="${sub}"]`).click()
  await expect(elsewhere).toHaveURL(`${origins.application}/profile`)
})
