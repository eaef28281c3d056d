import type { Locator } from '@playwright/test'
import { db } from '@/lib/db'
import { expect, failureShownOn, idOf, providerNames, providers, test } from '../provider-attempts'
import { makeSignInsOld, setSignInAt } from '../sign-in-age'

const stateOf = async (userId: string) => ({
  identities: await db.account.findMany({ where: { userId } }),
  offers: await db.oneTimeToken.count({ where: { userId, purpose: 'link_identity' } }),
  sessions: await db.session.findMany({
    where: { userId },
    select: { id: true, revokedAt: true, authenticatedAt: true },
  }),
})

for (const provider of providers) {
  test(`O-06 the return of an attacker from ${provider}, opened by somebody who is signed in, changes nothing`, async ({
    page,
    t,
    context,
    browser,
    contextOptions,
    newUser,
    signIn,
    agreeAt,
  }) => {
    // Two people, three sign-ins.
    test.slow()
    const [victim, attacker] = [await newUser(), await newUser()]
    const theirPage = await (await browser.newContext(contextOptions)).newPage()
    const toSignIn = await agreeAt(provider, { page: theirPage })
    await signIn(attacker, { page: theirPage })
    const toLink = await agreeAt(provider, { page: theirPage, act: 'link' })
    await signIn(victim)
    const before = await stateOf(victim.id)
    const sessionCookies = () => context.cookies().then((all) => all.filter(({ name }) => /session/.test(name)))
    const cookies = await sessionCookies()
    expect([before.sessions.length, cookies.length]).toEqual([1, 1])
    for (const { sub, returnUrl } of [toSignIn, toLink]) {
      await page.goto(returnUrl.href)
      await expect(page.getByText(t('problems.codes.provider_failed'))).toBeVisible()
      await expect(page.getByText(t('auth.confirm.signedInAs', { email: victim.email }))).toBeVisible()
      expect(await failureShownOn(page)).toMatchObject({ provider: idOf(provider), reason: 'unknown_attempt' })
      expect(await db.account.count({ where: { providerAccountId: sub } })).toBe(0)
    }
    expect(await stateOf(victim.id)).toEqual(before)
    expect(await sessionCookies()).toEqual(cookies)
    await theirPage.context().close()
  })
}

type Visit = Pick<Parameters<Parameters<typeof test>[2]>[0], 'page' | 't'> & { userId: string }
const NOBODY = '00000000-0000-0000-0000-000000000000'

// Its pages send nothing but forms, without JavaScript, and a program can send the same.
async function forge({ page, userId }: Visit, button: Locator): Promise<void> {
  const inputs = await page.locator('form').filter({ has: button }).locator('input').all()
  const pairs = inputs.map(async (input) => [await input.getAttribute('name'), await input.inputValue()])
  const multipart = Object.fromEntries(await Promise.all(pairs))
  const before = await stateOf(userId)
  for (const origin of ['https://evil.example', 'null']) {
    const answer = await page.request.post(page.url(), { headers: { origin }, multipart, maxRedirects: 0 })
    expect(answer.status(), `${page.url()} from ${origin}`).toBe(403)
    expect(answer.headers()).not.toHaveProperty('set-cookie')
  }
  expect(await stateOf(userId)).toEqual(before)
}

/** The same by a page that was opened while the sign-in was fresh. */
async function pressLate({ page, t, userId }: Visit, button: Locator): Promise<void> {
  const { href } = new URL(page.url())
  const { identities } = await stateOf(userId)
  await makeSignInsOld(userId)
  await button.click()
  await expect(page.getByRole('heading', { name: t('auth.confirm.title') })).toBeVisible()
  expect((await stateOf(userId)).identities).toEqual(identities)
  await setSignInAt(userId, new Date())
  await page.goto(href)
}

test('O-22 the forms that set out for a provider are refused from another origin', async ({ page, t }) => {
  await page.goto('/login')
  for (const provider of providers) {
    const label = t(`social.button.signIn.${provider}`, { provider: providerNames[provider] })
    await forge({ page, t, userId: NOBODY }, page.getByRole('button', { name: label }))
  }
  await page.getByRole('button', { name: t('social.button.signIn.github') }).click()
  await page.locator('button[name=sub]').first().waitFor()
})

for (const provider of providers) {
  test(`O-22 the forms that start, confirm and undo a link to ${provider} are refused from another origin, whatever cookies come along, and by an old sign-in`, async ({
    page,
    t,
    newUser,
    signIn,
    newPersonAt,
    extraHTTPHeaders,
  }) => {
    test.slow()
    const name = { provider: providerNames[provider] }
    const [user, { sub }] = [await newUser(), await newPersonAt(provider)]
    const visit = { page, t, userId: user.id }
    const buttonOf = (label: string) => page.getByRole('button', { name: label })
    await signIn(user)
    await page.goto('/security/connections')
    await forge(visit, buttonOf(t('social.button.link', name)))
    await buttonOf(t('social.button.link', name)).click()
    await page.locator(`button[name=sub][value="${sub}"]`).click()
    const confirm = buttonOf(t('account.connections.confirmSubmit', name))
    await forge(visit, confirm)
    await pressLate(visit, confirm)
    await confirm.click()
    await expect(page.getByText(t('account.connections.linked'))).toBeVisible()
    const unlink = buttonOf(t('account.connections.unlinkLabel', name))
    await forge(visit, unlink)
    await pressLate(visit, unlink)
    await unlink.click()
    await expect(page.getByText(t('account.connections.unlinked'))).toBeVisible()
    const ip = extraHTTPHeaders?.['x-forwarded-for'] ?? ''
    const refused = await db.auditEvent.findMany({ where: { ip, event: 'request.refuse', reason: 'cross_origin' } })
    expect(refused.map(({ userId }) => userId)).toEqual(Array(6).fill(user.id))
  })
}
