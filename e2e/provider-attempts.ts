import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { type Failure, listFailures } from '@/lib/social/list-failures'
import { test as base, type ProviderId } from './fixtures'
import { origins } from './ports'

export { expect } from './fixtures'

export const providers = ['google', 'github', 'kakao', 'naver', 'openid'] as const
export const providerNames = { google: 'Google', github: 'GitHub', kakao: 'Kakao', naver: 'Naver', openid: 'OpenID' }

/** What the application calls a provider. */
export const idOf = (provider: ProviderId) => (provider === 'openid' ? 'simulated' : provider)

export type Attempt = { sub: string; returnUrl: URL }

/** Tests of what comes back from a provider, and when. */
export const test = base.extend<{
  /** Lets somebody new agree at a provider, to sign in or to link, and stops where this page would be sent back to us. */
  agreeAt: (provider: ProviderId, options?: { page?: Page; act?: 'sign_in' | 'link' }) => Promise<Attempt>
}>({
  agreeAt: async ({ page: ownPage, t, newPersonAt }, use) => {
    await use(async (provider, { page = ownPage, act = 'sign_in' } = {}) => {
      const { sub } = await newPersonAt(provider, { email: `${randomUUID()}@elsewhere.example` })
      await page.goto(act === 'link' ? '/security/connections' : '/login')
      const label = act === 'link' ? 'social.button.link' : (`social.button.signIn.${provider}` as const)
      await page.getByRole('button', { name: t(label, { provider: providerNames[provider] }) }).click()
      await page.locator('button[name=sub]').first().waitFor()
      const { origin, pathname, searchParams } = new URL(page.url())
      const form = { ...Object.fromEntries(searchParams), sub }
      const answer = await page.request.post(origin + pathname, { form, maxRedirects: 0 })
      return { sub, returnUrl: new URL(answer.headers().location ?? '') }
    })
  },
})

const NUMBER = /[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}/

/** The audit event of a failed sign-in, by the number that people are shown. */
export async function failureNumberedIn(text: string | null): Promise<Failure | undefined> {
  const [failure] = await listFailures(NUMBER.exec(text ?? '')?.[0] ?? 'no number')
  return failure
}

/** The same, of the page that explains it. */
export async function failureShownOn(page: Page): Promise<Failure | undefined> {
  return failureNumberedIn(await page.getByRole('alert').filter({ hasText: NUMBER }).textContent())
}

/** Those at a provider since a moment, for whoever is shown no number. */
export async function failuresSince(moment: Date, provider: ProviderId): Promise<Failure[]> {
  return (await listFailures()).filter((failure) => failure.at >= moment && failure.provider === idOf(provider))
}

/** The names of the cookies by which this browser is known or keeps what it set out to do. */
export async function ownCookies(page: Page): Promise<string[]> {
  const names = (await page.context().cookies(origins.application)).map(({ name }) => name)
  return names.filter((name) => name.includes('latchkey'))
}
