import type { Page } from '@playwright/test'
import { db } from '@/lib/db'
import { limits } from '@/lib/limits/limits'
import { test as base, expect } from '../fixtures'
import { origins } from '../ports'

const test = base.extend<{
  /** Comes back from a provider by an address, and reads the number that the page is to show. */
  numberAt: (address: string) => Promise<string>
  /** What the owner is shown for a number. */
  ownersRow: (owner: Page, incident: string) => Promise<ReturnType<Page['getByRole']>>
}>({
  numberAt: async ({ page }, use) => {
    await use(async (address) => {
      const answer = await page.request.get(address, { maxRedirects: 0 })
      const shown = new URL(answer.headers().location ?? '', origins.application).searchParams
      expect(shown.get('error')).toBe('provider_failed')
      return shown.get('incident') ?? 'no number'
    })
  },
  ownersRow: async ({ t }, use) => {
    await use(async (owner, incident) => {
      await owner.goto(`/admin/failures?${new URLSearchParams({ incident })}`)
      const row = owner.getByRole('list', { name: t('admin.failures.title') }).getByRole('listitem')
      await expect(row).toContainText(incident)
      return row
    })
  },
})

const ANSWERED = [
  'invalid_request',
  'unauthorized_client',
  'unsupported_response_type',
  'invalid_scope',
  'server_error',
  'temporarily_unavailable',
] as const

test('what a provider says of a sign-in is told to the owner, with what to do about it', async ({
  browser,
  t,
  newUser,
  signIn,
  numberAt,
  ownersRow,
}) => {
  const owner = await browser.newPage()
  await signIn(await newUser({ role: 'owner' }), { page: owner })
  for (const error of ANSWERED) {
    const incident = await numberAt(`/api/auth/callback/google?${new URLSearchParams({ error, state: 'none' })}`)
    const row = await ownersRow(owner, incident)
    await expect(row).toContainText(t('admin.failures.reasons.provider_answered_error'))
    await expect(row).toContainText(error === 'invalid_scope' ? 'openid email profile' : error)
  }
  await owner.close()
})

test('a wrong state, a code that is not taken, and a browser without cookies are told apart', async ({
  page,
  browser,
  t,
  newUser,
  signIn,
  newGooglePerson,
  numberAt,
  ownersRow,
}) => {
  const setOut = async () => {
    const { sub } = await newGooglePerson()
    await page.goto('/login')
    await page.getByRole('button', { name: t('social.button.signIn.google') }).click()
    await page.locator(`button[name=sub][value="${sub}"]`).waitFor()
    return new URL(page.url()).searchParams.get('state') ?? ''
  }
  const back = (state: string) => `/api/auth/callback/google?${new URLSearchParams({ code: 'of nobody', state })}`
  const owner = await browser.newPage()
  await signIn(await newUser({ role: 'owner' }), { page: owner })

  const state = await setOut()
  const otherState = await ownersRow(owner, await numberAt(back('another')))
  await expect(otherState).toContainText(t('doctor.fault.state_mismatch'))
  const refusedCode = await ownersRow(owner, await numberAt(back(state)))
  await expect(refusedCode).toContainText('invalid_grant')
  await expect(refusedCode).toContainText('/api/auth/callback/google')
  await page.context().clearCookies()
  const withoutCookies = await ownersRow(owner, await numberAt(back(state)))
  await expect(withoutCookies).toContainText(t('admin.failures.mends.unknown_attempt'))
  await owner.close()
})

test('whoever cancelled is shown no number: there is nothing for the owner to mend', async ({ page, t }) => {
  await page.goto('/api/auth/callback/google?error=access_denied&state=none')
  await expect(page.getByText(t('problems.codes.provider_cancelled'))).toHaveText(
    t('problems.codes.provider_cancelled'),
  )
})

test('O-05 returns that any page can have a browser send are explained to the last, and fill no log', async ({
  page,
  t,
  extraHTTPHeaders,
}) => {
  const { points } = limits.stray_return.address
  const stray = '/api/auth/callback/google?error=server_error'
  for (let sent = 0; sent < points; sent += 1) await page.request.get(stray, { maxRedirects: 0 })
  await page.goto(stray)
  await expect(page.getByText(t('problems.codes.provider_failed'))).toHaveText(t('problems.codes.provider_failed'))
  const doubled = await page.request.get(`${stray}&error=again`, { maxRedirects: 0 })
  expect(doubled.status()).toBe(400)
  expect(await doubled.text()).toBe('Each parameter may be given once')
  const ip = extraHTTPHeaders?.['x-forwarded-for'] ?? ''
  expect(await db.auditEvent.count({ where: { ip, event: 'account.sign_in' } })).toBe(points)
})
