import { randomUUID } from 'node:crypto'
import { db } from '@/lib/db'
import { expect, test } from '../fixtures'
import { failuresSince, ownCookies } from '../provider-attempts'

const newAddress = () => `${randomUUID()}@elsewhere.example`
const ownersOf = (sub: string) =>
  db.account.findMany({
    where: { providerAccountId: sub },
    select: { provider: true, user: { select: { email: true } } },
  })

for (const provider of ['github', 'kakao', 'openid'] as const) {
  test(`a new person signs in with ${provider}, and a returning one finds the same account`, async ({
    page,
    t,
    newPersonAt,
    signInAt,
  }) => {
    const email = newAddress()
    const person = await newPersonAt(provider, { email })
    await signInAt(provider, person)
    await page.getByLabel(t('common.accountMenu', { name: person.name })).click()
    await page.getByRole('button', { name: t('common.signOut'), exact: true }).click()
    await page.waitForURL(/\/login/)
    await signInAt(provider, person)
    await expect(page).toHaveURL(/\/profile/)
    expect(await ownersOf(person.sub)).toMatchObject([{ user: { email } }])
  })

  test(`O-15 ${provider} names the address of an account: its owner proves it first`, async ({
    page,
    newUser,
    newPersonAt,
    signInAt,
  }) => {
    const { email } = await newUser()
    const person = await newPersonAt(provider, { email })
    await signInAt(provider, person)
    await expect(page).toHaveURL(/\/link-account/)
    expect(await ownersOf(person.sub)).toEqual([])
  })
}

for (const provider of ['github', 'kakao', 'naver', 'openid'] as const) {
  test(`O-26 an address that ${provider} does not vouch for is proved by a code`, async ({
    page,
    t,
    inbox,
    newPersonAt,
    signInAt,
  }) => {
    const email = newAddress()
    const person = await newPersonAt(provider, { email, emailVerified: false })
    await signInAt(provider, person)
    await expect(page).toHaveURL(/\/prove-address/)
    expect(await ownersOf(person.sub)).toEqual([])
    await expect(page.getByLabel(t('social.address.email'))).toHaveValue(email)
    await page.getByRole('button', { name: t('social.address.submit') }).click()
    const code = (await inbox.newest(email)).text.match(/\b\d{6}\b/)?.[0] ?? ''
    await page.getByLabel(t('social.address.code'), { exact: true }).fill(code)
    await page.getByRole('button', { name: t('social.address.finish') }).click()
    await expect(page).toHaveURL(/\/profile/)
    expect(await ownersOf(person.sub)).toMatchObject([{ user: { email } }])
  })

  test(`O-26 somebody of whom ${provider} tells no address is asked for one`, async ({
    page,
    newPersonAt,
    signInAt,
  }) => {
    const person = await newPersonAt(provider)
    await signInAt(provider, person)
    await expect(page).toHaveURL(/\/prove-address/)
    expect(await ownersOf(person.sub)).toEqual([])
  })

  test(`O-28 cancelling at ${provider} leads back, explains, and leaves nothing behind`, async ({ page, t }) => {
    const startedAt = new Date()
    await page.goto('/login')
    await page.getByRole('button', { name: t(`social.button.signIn.${provider}`, { provider: 'OpenID' }) }).click()
    await page.locator('button[value=cancel]').waitFor()
    expect(await ownCookies(page)).toEqual([expect.stringContaining('provider-')])
    await page.locator('button[value=cancel]').click()
    await expect(page.getByText(t('problems.codes.provider_cancelled'))).toBeVisible()
    expect(await ownCookies(page)).toEqual([])
    expect(await failuresSince(startedAt, provider)).toContainEqual(
      expect.objectContaining({ reason: 'provider_cancelled' }),
    )
  })
}
