import { randomUUID } from 'node:crypto'
import { db } from '@/lib/db'
import { encrypt } from '@/lib/encryption'
import { createApp } from '@/lib/social/app-store'
import { type OwnSimulator, startOwnSimulator } from '../own-simulator'
import { test as base, expect, failureShownOn } from '../provider-attempts'
import { CLIENT_ID, CLIENT_SECRET } from '../simulator/authorization'

type OwnProvider = OwnSimulator & { id: string; name: string }

/** A provider of this test's own, which no other test asks. */
const test = base.extend<{ ownProvider: OwnProvider }>({
  ownProvider: async ({ browserName: _ }, use, testInfo) => {
    const simulator = await startOwnSimulator(testInfo)
    const id = `p${randomUUID().slice(0, 8)}`
    const name = `Own ${id}`
    const keys = { clientId: CLIENT_ID, clientSecret: encrypt(CLIENT_SECRET) }
    await createApp(db, {
      ...{ provider: id, kind: 'openid', name, issuer: `${simulator.origin}/oidc`, ...keys },
      ...{ nativeClientIds: [], appId: null, keepsTokens: false, isEnabled: true },
    })
    await use({ ...simulator, id, name })
    await simulator.close()
    await db.socialApp.delete({ where: { provider: id } })
  },
})

const lies = [
  { fault: 'discovery-issuer', found: { fault: 'other_issuer' } },
  { fault: 'discovery-endpoint', found: { fault: 'foreign_endpoint', values: { endpoint: 'token_endpoint' } } },
  { fault: 'discovery-error', found: { fault: 'discovery_status', values: { status: '500' } } },
]

for (const { fault, found } of lies) {
  test(`O-19 a discovery document with ${fault} leads nobody anywhere`, async ({ page, t, request, ownProvider }) => {
    await request.post(`${ownProvider.origin}/faults`, { data: { provider: 'oidc', fault } })
    await page.goto('/login')
    await page.getByRole('button', { name: t('social.button.signIn.openid', { provider: ownProvider.name }) }).click()
    await expect(page.getByText(t('problems.codes.provider_failed'))).toBeVisible()
    await expect(page).toHaveURL(/\/login/)
    const failure = await failureShownOn(page)
    expect(failure).toMatchObject({ provider: ownProvider.id, reason: 'discovery_refused', ...found })
  })
}

test('O-16 a provider that is down says so at its button, and every other way in works', async ({
  page,
  t,
  newUser,
  signIn,
  ownProvider,
  newGooglePerson,
  signInWithGoogle,
}) => {
  await ownProvider.close()
  await page.goto('/login')
  await page.getByRole('button', { name: t('social.button.signIn.openid', { provider: ownProvider.name }) }).click()
  await expect(page.getByText(t('problems.codes.provider_failed'))).toBeVisible()
  const failure = await failureShownOn(page)
  expect(failure).toMatchObject({ provider: ownProvider.id, reason: 'discovery_refused', fault: 'unreachable' })
  await signInWithGoogle({ person: await newGooglePerson() })
  await expect(page).toHaveURL(/\/profile/)
  await page.context().clearCookies()
  await signIn(await newUser())
  await expect(page).toHaveURL(/\/profile/)
})

test('O-16 while a provider hangs, who signs in by a password waits for nobody', async ({
  page,
  t,
  browser,
  contextOptions,
  newUser,
  newPersonAt,
}) => {
  const { sub } = await newPersonAt('google', { fault: 'slow' })
  const [other, user] = [await (await browser.newContext(contextOptions)).newPage(), await newUser()]
  await other.goto('/login')
  await other.getByLabel(t('auth.email')).fill(user.email)
  await other.getByLabel(t('auth.password'), { exact: true }).fill(user.password)
  await page.goto('/login')
  await page.getByRole('button', { name: t('social.button.signIn.google', { provider: 'Google' }) }).click()
  const back = page.waitForRequest(/api\/auth\/callback/)
  // A click ends with the way that it set out on, which is what takes so long.
  const agreed = page.locator(`button[name=sub][value="${sub}"]`).click()
  await back
  // A program is not held up by how long a browser takes to press a button here.
  const { email, password } = user
  expect((await page.request.post('/accounts/token/', { data: { email, password } })).status()).toBe(200)
  await other.getByRole('button', { name: t('auth.login.submit'), exact: true }).click()
  await expect(other).toHaveURL(/\/profile/)
  await agreed
  await expect(page.getByText(t('problems.codes.provider_failed'))).toBeVisible()
  const first = await db.session.findFirstOrThrow({ where: { userId: user.id }, orderBy: { createdAt: 'asc' } })
  const failure = await failureShownOn(page)
  expect(first.createdAt.getTime()).toBeLessThan(failure?.at.getTime() ?? 0)
  await other.context().close()
})
