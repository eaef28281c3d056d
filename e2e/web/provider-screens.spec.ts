import { randomUUID } from 'node:crypto'
import { db } from '@/lib/db'
import { nameIn } from '@/lib/social/name-in'
import { expectGoodPage } from '../good-page'
import { origins } from '../ports'
import { expect, providerNames, test } from '../provider-attempts'

const looks = [
  { locale: 'ko-KR', width: 360, colorScheme: 'light' },
  { locale: 'en-US', width: 1280, colorScheme: 'dark' },
] as const
const KAKAO_TALK = 'Mozilla/5.0 (Linux; Android 14; SM-S918N; wv) AppleWebKit/537.36 Chrome/126.0.0.0;KAKAOTALK 2410850'

for (const { locale, width, colorScheme } of looks) {
  test.describe(() => {
    test.use({ locale, colorScheme, viewport: { width, height: 800 } })

    test(`axe finds nothing on what one gets to by a provider alone: ${locale}, ${colorScheme}, ${width} px`, async ({
      page,
      t,
      browser,
      contextOptions,
      newUser,
      signIn,
      newPersonAt,
      signInAt,
    }) => {
      // A dozen pages, each looked through by axe, on a machine that may be busy.
      test.setTimeout(180_000)
      const inApp = await browser.newContext({ ...contextOptions, userAgent: KAKAO_TALK })
      const inAppPage = await inApp.newPage()
      await inAppPage.goto('/login')
      await expect(inAppPage.getByRole('link', { name: t('social.inApp.open') })).toBeVisible()
      await expectGoodPage(inAppPage, 'the sign-in page inside of an app')
      await inAppPage.getByRole('button', { name: t('social.inApp.getCode') }).click()
      await expect(inAppPage.getByText(t('social.inApp.onceOnly'))).toBeVisible()
      await expectGoodPage(inAppPage, 'the code for another browser')
      await inApp.close()

      await signInAt('naver', await newPersonAt('naver'))
      await page.getByLabel(t('social.address.email')).fill(`${randomUUID()}@elsewhere.example`)
      await expectGoodPage(page)
      await page.getByRole('button', { name: t('social.address.submit') }).click()
      await expect(page.getByLabel(t('social.address.code'))).toBeVisible()
      await expectGoodPage(page, 'the code that proves an address')

      const known = await newUser()
      await page.goto('/login')
      await signInAt('github', await newPersonAt('github', { email: known.email }))
      await expect(page.getByLabel(t('social.link.password'), { exact: true })).toBeVisible()
      await expectGoodPage(page)
      await db.user.update({ where: { id: known.id }, data: { passwordHash: null } })
      await page.reload()
      await expect(page.getByLabel(t('social.link.password'), { exact: true })).toBeHidden()
      await expectGoodPage(page, 'the offer to link an account without a password')

      const provider = nameIn(locale.slice(0, 2), { kind: 'kakao', name: providerNames.kakao })
      const { sub } = await newPersonAt('kakao', { email: `${randomUUID()}@elsewhere.example` })
      const choose = () => page.locator(`button[name=sub][value="${sub}"]`).click()
      await signIn(await newUser({ role: 'owner' }))
      await page.goto('/security/connections')
      await page.getByRole('button', { name: t('social.button.link', { provider }) }).click()
      await page.locator('button[name=sub]').first().waitFor()
      await expectGoodPage(page, 'whom the simulator offers')
      await choose()
      const confirm = page.getByRole('button', { name: t('account.connections.confirmSubmit', { provider }) })
      await expect(confirm).toBeVisible()
      await expectGoodPage(page)
      await confirm.click()
      await expect(page.getByText(t('account.connections.linked'))).toBeVisible()
      await expectGoodPage(page)

      await page.goto('/admin/providers/kakao/check')
      await expect(page.getByText(t('doctor.fine'), { exact: true }).first()).toBeVisible()
      await expectGoodPage(page)
      await page.goto(`${origins.simulator}/faults`)
      await expectGoodPage(page, 'the fault dial of the simulator')
      await page.goto('/admin/providers/kakao')
      await page.getByRole('button', { name: t('social.button.try', { provider }) }).click()
      await choose()
      await expect(page.getByText(t('admin.providers.tried.works', { provider }))).toBeVisible()
      await expectGoodPage(page)
    })
  })
}
