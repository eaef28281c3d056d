import type { Page } from '@playwright/test'
import { providerKinds } from '@/lib/social/provider-settings'
import { expect, test } from '../fixtures'
import { expectGoodColors, expectGoodPage, expectNoSidewaysScroll } from '../good-page'

const OUTSIDE = [
  '/',
  '/login',
  '/login?error=provider_failed',
  '/login/code',
  '/login/code?step=code',
  '/continue',
  '/signup',
  '/signup/sent',
  '/verify-email',
  '/forgot-password',
  '/reset-password',
  '/undo',
  '/undo-deletion',
  '/developers',
  '/developers/mail',
  '/mailbox',
  '/nowhere',
]
const ACCOUNT = [
  '/',
  '/profile',
  '/devices',
  '/security',
  '/security/password',
  '/security/addresses',
  '/security/addresses/confirm',
  '/security/tokens',
  '/security/tokens/new',
  '/activity',
  '/your-data',
  '/your-data/delete',
  '/confirm-identity',
  '/example',
  '/link-account',
]
const ADMINISTRATION = [
  '/admin',
  '/admin/mail',
  '/admin/tokens',
  '/admin/providers',
  ...providerKinds.map((kind) => `/admin/providers/new?kind=${kind}`),
  '/admin/providers/google',
  '/admin/failures',
]
/** Each page is gone through whole in one look of each language; in the others only what they can change. */
const looks = [
  { locale: 'en-US', width: 1280, otherWidth: 360 },
  { locale: 'ko-KR', width: 360, otherWidth: 1280 },
]

async function visitGoodPage(page: Page, path: string, otherWidth: number): Promise<void> {
  await page.goto(path)
  await expectGoodPage(page)
  const look = page.viewportSize()
  if (!look) throw new Error('The page has no size.')
  await page.setViewportSize({ ...look, width: otherWidth })
  await expectNoSidewaysScroll(page)
  await page.setViewportSize(look)
  await page.emulateMedia({ colorScheme: 'dark' })
  await expectGoodColors(page)
  await page.emulateMedia({ colorScheme: 'light' })
}

for (const { locale, width, otherWidth } of looks) {
  test.describe(() => {
    test.use({ locale, colorScheme: 'light', viewport: { width, height: 800 } })
    // A dozen pages and more, each looked through by axe, on a machine that may be busy.
    test.setTimeout(180_000)

    test(`axe finds nothing outside: ${locale}`, async ({ page, t }) => {
      for (const path of OUTSIDE) await visitGoodPage(page, path, otherWidth)
      await page.goto('/signup')
      await page.getByRole('button', { name: t('auth.signup.submit') }).click()
      await expect(page.getByRole('alert').first()).toBeVisible()
      await expectGoodPage(page)
    })

    for (const [name, paths] of [
      ['in an account', ACCOUNT],
      ['in the administration', ADMINISTRATION],
    ] as const) {
      test(`axe finds nothing ${name}: ${locale}`, async ({ page, newUser, signIn }) => {
        await signIn(await newUser({ role: 'owner' }))
        for (const path of paths) await visitGoodPage(page, path, otherWidth)
      })
    }
  })
}
