import { randomUUID } from 'node:crypto'
import { db } from '@/lib/db'
import type { ProviderId, TestUser } from '../fixtures'
import { test as base, expect, idOf, providerNames } from '../provider-attempts'
import { makeSignInsOld } from '../sign-in-age'

const test = base.extend<{
  /** Somebody without a password who signed in long ago and has to prove it before a risky act. */
  newLatecomer: (identities: { provider: ProviderId; sub: string }[]) => Promise<TestUser>
}>({
  newLatecomer: async ({ page, t, newUser, signIn }, use) => {
    await use(async (identities) => {
      const user = await newUser()
      await signIn(user)
      await db.user.update({ where: { id: user.id }, data: { passwordHash: null } })
      const data = identities.map(({ provider, sub }) => ({
        ...{ userId: user.id, provider: idOf(provider), providerAccountId: sub, type: 'oidc' },
      }))
      await db.account.createMany({ data })
      await makeSignInsOld(user.id)
      await page.goto('/security/password')
      await expect(page.getByRole('heading', { name: t('auth.confirm.title') })).toBeVisible()
      return user
    })
  },
})

test('O-22 somebody without a password proves it at a provider that says when it asked, with the same person only', async ({
  page,
  t,
  newPersonAt,
  newLatecomer,
}) => {
  // Six times there and back.
  test.slow()
  const proving = ['google', 'kakao', 'openid'] as const
  const people = await Promise.all(proving.map(async (provider) => ({ provider, ...(await newPersonAt(provider)) })))
  const user = await newLatecomer(people)
  for (const { provider, sub } of people) {
    const stranger = await newPersonAt(provider)
    const proveAs = async (chosen: string) => {
      await page
        .getByRole('button', { name: t('social.button.step_up', { provider: providerNames[provider] }) })
        .click()
      await page.locator(`button[name=sub][value="${chosen}"]`).click()
    }
    await makeSignInsOld(user.id)
    await page.goto('/security/password')
    await proveAs(stranger.sub)
    await expect(page.getByText(t('problems.codes.provider_other_person')), provider).toBeVisible()
    await proveAs(sub)
    await expect(page, provider).toHaveURL(/\/security\/password$/)
    expect(await db.account.count({ where: { providerAccountId: stranger.sub } }), provider).toBe(0)
  }
})

test('O-22 nobody proves anything at github or naver, which do not say when they asked', async ({
  page,
  t,
  newLatecomer,
}) => {
  const proofless = ['github', 'naver'] as const
  const identities = [...proofless, 'google' as const].map((provider) => ({ provider, sub: randomUUID() }))
  const user = await newLatecomer(identities)
  const [main, name] = [page.getByRole('main'), t('social.button.step_up', { provider: 'Google' })]
  await expect(main.getByRole('button')).toHaveText([name])
  const form = main.locator('form').filter({ has: page.getByRole('button', { name }) })
  const inputs = await form.locator('input').all()
  const pairs = inputs.map(async (input) => [await input.getAttribute('name'), await input.inputValue()])
  const fields = Object.fromEntries(await Promise.all(pairs))
  for (const provider of proofless) {
    const { origin } = new URL(page.url())
    const multipart = { ...fields, provider }
    const answer = await page.request.post(page.url(), { headers: { origin }, multipart, maxRedirects: 0 })
    expect(answer.status(), provider).toBe(303)
    expect(answer.headers().location, provider).toMatch(/confirm-identity\?.*error=provider_not_fresh/)
  }

  await db.account.deleteMany({ where: { userId: user.id, provider: 'google' } })
  await page.reload()
  await expect(page.getByText(t('auth.confirm.noWay'))).toBeVisible()
  await expect(main.getByRole('button')).toHaveCount(0)
})
