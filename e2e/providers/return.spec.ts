import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { db } from '@/lib/db'
import { limits } from '@/lib/limits/limits'
import type { ProviderId } from '../fixtures'
import {
  type Attempt,
  test as base,
  expect,
  failureNumberedIn,
  failureShownOn,
  idOf,
  providers,
} from '../provider-attempts'

type Refusal = { provider: ProviderId; reason: string; cause?: RegExp }

const test = base.extend<{
  /** Expects that a return signs nobody in, that a page says so, and that the audit log says why. */
  expectRefused: (page: Page, attempt: Attempt, refusal: Refusal) => Promise<void>
}>({
  expectRefused: async ({ t }, use) => {
    await use(async (page, { sub }, { provider, reason, cause = /^$/ }) => {
      await expect(page.getByText(t('problems.codes.provider_failed'))).toBeVisible()
      const failure = await failureShownOn(page)
      expect(failure).toMatchObject({ provider: idOf(provider), reason, cause: expect.stringMatching(cause) })
      await page.goto('/profile')
      await expect(page).toHaveURL(/\/login/)
      expect(await db.account.count({ where: { providerAccountId: sub } })).toBe(0)
    })
  },
})

const callback = (provider: ProviderId) => `/api/auth/callback/${idOf(provider)}`
const subjectsWith = async (email: string) =>
  (await db.account.findMany({ where: { email } })).map(({ providerAccountId }) => providerAccountId)
const signOut = (page: Page) => page.context().clearCookies({ name: /session/ })

for (const [index, provider] of providers.entries()) {
  test(`O-04 who set out for ${provider} cannot come back from another provider`, async ({
    page,
    agreeAt,
    expectRefused,
  }) => {
    const attempt = await agreeAt(provider)
    const other = providers[(index + 1) % providers.length] ?? 'google'
    await page.goto(callback(other) + attempt.returnUrl.search)
    await expectRefused(page, attempt, { provider: other, reason: 'unknown_attempt', cause: /^state_mismatch$/ })
  })

  test(`O-05 somebody else's return from ${provider} signs no browser in that did not set out`, async ({
    browser,
    agreeAt,
    expectRefused,
  }) => {
    const attempt = await agreeAt(provider)
    const victim = await (await browser.newContext()).newPage()
    await victim.goto(attempt.returnUrl.href)
    await expectRefused(victim, attempt, { provider, reason: 'unknown_attempt' })
    await victim.context().close()
  })

  test(`O-07 a return from ${provider} works once`, async ({ page, t, agreeAt }) => {
    const { returnUrl, sub } = await agreeAt(provider)
    await page.goto(returnUrl.href)
    await expect(page).not.toHaveURL(/\/login/)
    await signOut(page)
    await page.goto(returnUrl.href)
    await expect(page.getByText(t('problems.codes.provider_failed'))).toBeVisible()
    expect(await failureShownOn(page)).toMatchObject({ provider: idOf(provider), reason: 'unknown_attempt' })
    await page.goto('/profile')
    await expect(page).toHaveURL(/\/login/)
    expect(await db.account.count({ where: { providerAccountId: sub } })).toBeLessThanOrEqual(1)
  })

  test(`O-18 whatever the address says that ${provider} said, the page shows words of ours alone`, async ({
    page,
    t,
  }) => {
    const script = '<img src=x onerror=document.title="owned"><script>document.title="owned"</script>'
    const said = new URLSearchParams({ error: script, error_description: script, error_uri: script, state: script })
    await page.goto(`${callback(provider)}?${said}`)
    await expect(page.getByText(t('problems.codes.provider_failed'))).toBeVisible()
    const heard = { provider: idOf(provider), reason: 'provider_answered_error', cause: '' }
    expect(await failureShownOn(page)).toMatchObject(heard)
    await page.goto(`/login?${new URLSearchParams({ error: script, incident: script })}`)
    await expect(page.getByRole('heading', { name: t('auth.login.title') })).toBeVisible()
    await expect(page).not.toHaveTitle(/owned/)
    await expect(page.getByRole('main')).not.toContainText('onerror')
    await expect(page.locator('img[src=x]')).toHaveCount(0)
  })

  test(`O-27 a parameter that comes back twice from ${provider} is refused`, async ({ page, agreeAt }) => {
    const { returnUrl, sub } = await agreeAt(provider)
    for (const name of ['code', 'state']) {
      const doubled = `${returnUrl.href}&${new URLSearchParams({ [name]: returnUrl.searchParams.get(name) ?? '' })}`
      const answer = await page.request.get(doubled, { maxRedirects: 0 })
      expect(answer.status(), name).toBe(400)
      const failure = await failureNumberedIn(await answer.text())
      expect(failure, name).toMatchObject({ provider: idOf(provider), reason: 'parameter_repeated' })
    }
    expect(await db.account.count({ where: { providerAccountId: sub } })).toBe(0)
  })

  test(`O-25 whose account is disabled is not signed in by ${provider}`, async ({
    page,
    t,
    newUser,
    newPersonAt,
    signInAt,
    extraHTTPHeaders,
  }) => {
    const [person, user] = [await newPersonAt(provider), await newUser()]
    const identity = { userId: user.id, provider: idOf(provider), providerAccountId: person.sub, type: 'oidc' }
    await db.account.create({ data: identity })
    await db.user.update({ where: { id: user.id }, data: { isActive: false } })
    await signInAt(provider, person)
    await expect(page.getByText(t('problems.codes.provider_account_disabled'))).toBeVisible()
    const ip = extraHTTPHeaders?.['x-forwarded-for'] ?? ''
    const { outcome, reason } = await db.auditEvent.findFirstOrThrow({ where: { ip, event: 'account.sign_in' } })
    expect({ outcome, reason }).toEqual({ outcome: 'refused', reason: 'provider_account_disabled' })
    await page.goto('/profile')
    await expect(page).toHaveURL(/\/login/)
  })

  test(`O-29 what ${provider} issued is in no cookie, no page and no answer`, async ({ page, agreeAt }) => {
    const { returnUrl } = await agreeAt(provider)
    const answers: Promise<string>[] = []
    page.on('response', (response) => answers.push(response.text().catch(() => '')))
    for (const path of [returnUrl.href, '/profile', '/security', '/security/connections']) await page.goto(path)
    const cookies = JSON.stringify(await page.context().cookies())
    const seen = [cookies, ...(await Promise.all(answers))].join('\n')
    expect(seen).toContain('</html>')
    expect(seen).not.toMatch(/simulated-token/)
    expect(seen).not.toMatch(/eyJ[\w-]+\.eyJ[\w-]+\./)
  })
}

// GitHub says that a code is bad where others refuse the request.
const NO_TOKENS = /error in the response body|"access_token" property/

// Naver knows no PKCE: there the state alone ties a code to a browser.
for (const provider of providers.filter((one) => one !== 'naver')) {
  test(`O-08 a code of another browser from ${provider} is refused, though the state is right`, async ({
    page,
    browser,
    agreeAt,
    expectRefused,
  }) => {
    const elsewhere = await (await browser.newContext()).newPage()
    const stolen = await agreeAt(provider, { page: elsewhere })
    const { returnUrl } = await agreeAt(provider)
    returnUrl.searchParams.set('code', stolen.returnUrl.searchParams.get('code') ?? '')
    await page.goto(returnUrl.href)
    await expectRefused(page, stolen, { provider, reason: 'exchange_refused', cause: NO_TOKENS })
    await elsewhere.context().close()
  })
}

// Naver's word about an address is never taken, so that nobody is found by one.
for (const provider of providers.filter((one) => one !== 'naver')) {
  test(`O-11 who has the address of another person at ${provider} now is not that person`, async ({
    page,
    t,
    newPersonAt,
    signInAt,
  }) => {
    const email = `${randomUUID()}@gmail.com`
    const person = await newPersonAt(provider, { email, fault: 'recycled-email' })
    await signInAt(provider, person)
    await expect(page).toHaveURL(/\/profile/)
    const linked = await subjectsWith(email)
    await signOut(page)
    await signInAt(provider, person)
    await expect(page).toHaveURL(/\/link-account/)
    await expect(page.getByText(t('social.link.title')).first()).toBeVisible()
    await expect(page.getByRole('link', { name: t('social.link.byCode') })).toHaveCount(0)
    // There is no password either: whoever gets in as before links it there.
    const way = page.getByRole('main').getByRole('link', { name: t('social.link.toLogin') })
    await expect(way).toHaveAttribute('href', '/login?next=/security/connections')
    expect(await subjectsWith(email)).toEqual(linked)
  })
}

test('O-11 who has the address of another person at naver now is asked to prove one', async ({
  page,
  newUser,
  newPersonAt,
  signInAt,
}) => {
  const { id: userId, email } = await newUser()
  const person = await newPersonAt('naver', { email, fault: 'recycled-email' })
  const identity = { userId, provider: 'naver', providerAccountId: person.sub, type: 'oidc', email }
  await db.account.create({ data: identity })
  await signInAt('naver', person)
  await expect(page).toHaveURL(/\/prove-address/)
  expect(await subjectsWith(email)).toEqual([person.sub])
  await page.goto('/profile')
  await expect(page).toHaveURL(/\/login/)
})

test('a page that sends its visitors back from a provider without end keeps nobody from signing in', async ({
  page,
  newPersonAt,
  signInAt,
}) => {
  const back = () => page.request.get('/api/auth/callback/google?state=none', { maxRedirects: 0 })
  const answers = await Promise.all(Array.from({ length: limits.provider.address.points + 10 }, back))
  const problems = answers.map((answer) => new URL(answer.headers().location ?? '').searchParams.get('error'))
  expect(new Set(problems)).toEqual(new Set(['provider_failed']))
  await signInAt('google', await newPersonAt('google', { email: `${randomUUID()}@gmail.com` }))
  await expect(page).toHaveURL(/\/profile/)
})

test('whoever comes back with one attempt without end is told when to try again', async ({ page, t, agreeAt }) => {
  const { returnUrl } = await agreeAt('google')
  returnUrl.searchParams.set('code', 'none')
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const back = () => page.request.get(returnUrl.href, { headers: { cookie }, maxRedirects: 0 })
  const answers = await Promise.all(Array.from({ length: limits.provider.address.points }, back))
  const pages = answers.map((answer) => answer.headers().location ?? '')
  // Going there was one.
  const [refused = '', ...others] = pages.filter((path) => path.includes('too_many_requests'))
  expect(others).toEqual([])
  await page.goto(refused)
  await expect(page.getByText(t('problems.retryAfter.minutes', { count: 5 }))).toBeVisible()
})
