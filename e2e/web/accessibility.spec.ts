import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures'
import { expectGoodPage } from '../good-page'

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
  '/admin/providers/new?kind=google',
  '/admin/providers/google',
  '/admin/failures',
]
const everyLook = ['en-US', 'ko-KR'].flatMap((locale) =>
  [360, 1280].map((width) => ({ locale, width, colorScheme: 'light' as const })),
)
// Colours alone are different in the dark, whatever the words and the width.
const looks = [...everyLook, { locale: 'en-US', width: 1280, colorScheme: 'dark' as const }]

async function visitGoodPage(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await expectGoodPage(page)
}

for (const { locale, colorScheme, width } of looks) {
  test.describe(() => {
    test.use({ locale, colorScheme, viewport: { width, height: 800 } })
    // A dozen pages and more, each looked through by axe, on a machine that may be busy.
    test.setTimeout(180_000)

    test(`axe finds nothing outside: ${locale}, ${colorScheme}, ${width} px`, async ({ page, t }) => {
      for (const path of OUTSIDE) await visitGoodPage(page, path)
      await page.goto('/signup')
      await page.getByRole('button', { name: t('auth.signup.submit') }).click()
      await expect(page.getByRole('alert').first()).toBeVisible()
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
    })

    for (const [name, paths] of [
      ['in an account', ACCOUNT],
      ['in the administration', ADMINISTRATION],
    ] as const) {
      test(`axe finds nothing ${name}: ${locale}, ${colorScheme}, ${width} px`, async ({ page, newUser, signIn }) => {
        await signIn(await newUser({ role: 'owner' }))
        for (const path of paths) await visitGoodPage(page, path)
      })
    }
  })
}
