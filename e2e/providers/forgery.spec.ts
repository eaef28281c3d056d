import { db } from '@/lib/db'
import { expect, failureShownOn, idOf, providerNames, providers, test } from '../provider-attempts'

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

// Its pages send nothing but forms, without JavaScript, and a program can send the same.
test('O-22 the forms that start, confirm and undo a link are refused from another origin, whatever cookies come along', async ({
  page,
  t,
  newUser,
  signIn,
  newPersonAt,
}) => {
  const provider = providerNames.github
  const [user, { sub }] = [await newUser(), await newPersonAt('github')]
  const forgeThenPress = async (label: string) => {
    const button = page.getByRole('button', { name: label })
    const inputs = await page.locator('form').filter({ has: button }).locator('input').all()
    const pairs = inputs.map(async (input) => [await input.getAttribute('name'), await input.inputValue()])
    const multipart = Object.fromEntries(await Promise.all(pairs))
    const before = await stateOf(user.id)
    for (const origin of ['https://evil.example', 'null']) {
      const answer = await page.request.post(page.url(), { headers: { origin }, multipart, maxRedirects: 0 })
      expect(answer.status(), `${label} from ${origin}`).toBe(403)
      expect(answer.headers()).not.toHaveProperty('set-cookie')
    }
    expect(await stateOf(user.id)).toEqual(before)
    await button.click()
  }
  await page.goto('/login')
  await forgeThenPress(t('social.button.signIn.github'))
  await page.locator('button[name=sub]').first().waitFor()
  await signIn(user)
  await page.goto('/security/connections')
  await forgeThenPress(t('social.button.link', { provider }))
  await page.locator(`button[name=sub][value="${sub}"]`).click()
  await forgeThenPress(t('account.connections.confirmSubmit', { provider }))
  await expect(page.getByText(t('account.connections.linked'))).toBeVisible()
  await forgeThenPress(t('account.connections.unlinkLabel', { provider }))
  await expect(page.getByText(t('account.connections.unlinked'))).toBeVisible()
})
