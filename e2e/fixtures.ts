import { randomInt, randomUUID } from 'node:crypto'
import { type Browser, test as base, type Page } from '@playwright/test'
import { createTranslator } from 'use-intl/core'
import { createUser } from '@/lib/accounts/create-user'
import { en } from '@/lib/messages/en'
import { ko } from '@/lib/messages/ko'
import { recordHostsOf, strangersAsked } from './browser-record'
import { inbox } from './inbox'
import { origins } from './ports'
import type { PersonInput } from './simulator/people'

export { expect } from '@playwright/test'

export type TestUser = { id: string; email: string; password: string; name: string }
type GooglePerson = PersonInput & { sub: string }
export type ProviderId = 'google' | 'github' | 'kakao' | 'naver' | 'openid'

type Fixtures = {
  /** The texts of the language this project uses, by key. */
  t: ReturnType<typeof translator>
  /** Makes an account that may sign in. */
  newUser: (input?: { isVerified?: boolean; email?: string; role?: 'user' | 'staff' | 'owner' }) => Promise<TestUser>
  /** Signs in on the sign-in page, in this test's page or in another. */
  signIn: (user: Pick<TestUser, 'email' | 'password'>, options?: { page?: Page; isKept?: boolean }) => Promise<void>
  /** Makes a person whom a simulated provider knows. */
  newPersonAt: (provider: ProviderId, person?: Partial<PersonInput>) => Promise<GooglePerson>
  /** Presses the button of a provider on the page shown, or on the sign-in page, and chooses a person. */
  signInAt: (provider: ProviderId, person: { sub: string }) => Promise<void>
  /** Makes a person the simulated Google knows; a `fault` shows when that person signs in. */
  newGooglePerson: (person?: Partial<PersonInput>) => Promise<GooglePerson>
  /** Presses "Continue with Google" on the page shown, or on the sign-in page, and chooses a person. */
  signInWithGoogle: (options: { person: GooglePerson }) => Promise<void>
  /** Mail that was sent to an address. */
  inbox: typeof inbox
}

function translator(locale: string) {
  const isKorean = locale.startsWith('ko')
  return createTranslator({ locale: isKorean ? 'ko' : 'en', messages: isKorean ? ko : en })
}

export const test = base.extend<Fixtures & { loopbackOnly: undefined }, { browser: Browser }>({
  browser: [
    async ({ browser }, use) => {
      recordHostsOf(browser)
      await use(browser)
    },
    { scope: 'worker' },
  ],
  loopbackOnly: [
    async ({ browserName: _ }, use) => {
      const before = strangersAsked().length
      await use(undefined)
      base.expect(strangersAsked().slice(before), 'other machines that a page asked').toEqual([])
    },
    { auto: true },
  ],
  // An address of its own for each test: what one test does does not use up the limits of another.
  extraHTTPHeaders: async ({ extraHTTPHeaders }, use) => {
    const address = `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`
    await use({ ...extraHTTPHeaders, 'x-forwarded-for': address })
  },
  t: async ({ locale }, use) => use(translator(locale ?? 'en')),
  inbox: async ({ browserName: _ }, use) => use(inbox),
  newUser: async ({ browserName: _ }, use) => {
    await use(async ({ isVerified = true, email = `${randomUUID()}@example.com`, role } = {}) => {
      const [password, name] = ['violet harbour eleven', 'Robin Test']
      const { id } = await createUser({ email, password, name, isVerified, ...(role && { role }) })
      return { id, email, password, name }
    })
  },
  signIn: async ({ page: ownPage, t }, use) => {
    await use(async ({ email, password }, { page = ownPage, isKept = false } = {}) => {
      if (new URL(page.url(), origins.application).pathname !== '/login') await page.goto('/login')
      await page.getByLabel(t('auth.email')).fill(email)
      await page.getByLabel(t('auth.password'), { exact: true }).fill(password)
      if (isKept) await page.getByLabel(t('auth.login.keep')).check()
      await page.getByRole('button', { name: t('auth.login.submit'), exact: true }).click()
      await page.waitForURL((url) => url.pathname !== '/login')
    })
  },
  newPersonAt: async ({ request }, use) => {
    await use(async (provider, person = {}) => {
      const response = await request.post(`${origins.simulator}/${provider === 'openid' ? 'oidc' : provider}/people`, {
        data: { name: `Person ${randomUUID().slice(0, 6)}`, ...person },
      })
      if (!response.ok()) throw new Error(`The simulator refused the person: ${await response.text()}`)
      return response.json()
    })
  },
  signInAt: async ({ page, t }, use) => {
    await use(async (provider, person) => {
      const button = page.getByRole('button', { name: t(`social.button.signIn.${provider}`, { provider: 'OpenID' }) })
      if (!(await button.isVisible())) await page.goto('/login')
      await button.click()
      await page.locator(`button[name=sub][value="${person.sub}"]`).click()
      await page.waitForURL((url) => url.origin === origins.application)
    })
  },
  newGooglePerson: async ({ request }, use) => {
    await use(async (person = {}) => {
      const sub = randomUUID()
      const email = `${sub}@gmail.com`
      const response = await request.post(`${origins.simulator}/google/people`, {
        data: { sub, name: `Person ${sub.slice(0, 6)}`, email, ...person },
      })
      if (!response.ok()) throw new Error(`The simulator refused the person: ${await response.text()}`)
      return response.json()
    })
  },
  signInWithGoogle: async ({ page, t }, use) => {
    await use(async ({ person }) => {
      const button = page.getByRole('button', { name: t('social.button.signIn.google', { provider: 'Google' }) })
      if (!(await button.isVisible())) await page.goto('/login')
      await button.click()
      await page.locator(`button[name=sub][value="${person.sub}"]`).click()
      await page.waitForURL((url) => url.origin === origins.application)
    })
  },
})
