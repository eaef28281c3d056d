import { randomUUID } from 'node:crypto'
import { db } from '@/lib/db'
import { decrypt, encrypt } from '@/lib/encryption'
import { createApp } from '@/lib/social/app-store'
import { providerKinds } from '@/lib/social/provider-settings'
import { test as base, expect, type TestUser } from '../fixtures'
import { origins } from '../ports'
import { makeSignInsOld } from '../sign-in-age'
import { CLIENT_ID, CLIENT_SECRET, NEW_CLIENT_SECRET } from '../simulator/authorization'

const issuer = `${origins.simulator}/oidc`

type Keys = { provider: string; name: string; findSecret: () => Promise<string> }

/** A provider whose keys the admin page has, and the owner signed in. */
const test = base.extend<{ owner: TestUser; keys: Keys }>({
  owner: async ({ newUser, signIn }, use) => {
    const owner = await newUser({ role: 'owner' })
    await signIn(owner)
    await use(owner)
  },
  keys: async ({ browserName: _ }, use) => {
    const provider = `p${randomUUID().slice(0, 8)}`
    const name = `Acme ${provider}`
    await createApp(db, {
      ...{ provider, kind: 'openid', name, issuer, clientId: CLIENT_ID, clientSecret: encrypt(CLIENT_SECRET) },
      ...{ nativeClientIds: [], appId: null, keepsTokens: false, isEnabled: true },
    })
    const findSecret = async () => decrypt((await db.socialApp.findUniqueOrThrow({ where: { provider } })).clientSecret)
    await use({ provider, name, findSecret })
    await db.socialApp.delete({ where: { provider } })
  },
})

test('a new secret replaces the old one while somebody is on the way to sign in, and is never shown', async ({
  page,
  t,
  browser,
  contextOptions,
  baseURL,
  newPersonAt,
  owner: _,
  keys,
}) => {
  const person = await newPersonAt('openid', { email: `${keys.provider}@elsewhere.example` })
  const elsewhere = await (await browser.newContext({ ...contextOptions, baseURL: baseURL ?? '' })).newPage()
  await elsewhere.goto('/login')
  await elsewhere.getByRole('button', { name: t('social.button.signIn.openid', { provider: keys.name }) }).click()
  await elsewhere.waitForURL(`${issuer}/authorize?**`)

  await page.goto(`/admin/providers/${keys.provider}`)
  const secret = page.getByLabel(t('admin.providers.clientSecret'))
  await secret.fill('a-wrong-one')
  await page.getByRole('button', { name: t('admin.providers.save') }).click()
  await expect(page.getByText(t('problems.fields.client_refused'))).toBeVisible()
  expect(await keys.findSecret()).toBe(CLIENT_SECRET)
  await secret.fill(NEW_CLIENT_SECRET)
  await page.getByRole('button', { name: t('admin.providers.save') }).click()
  await expect(page.getByText(t('admin.providers.notices.changed'))).toBeVisible()
  expect(await keys.findSecret()).toBe(NEW_CLIENT_SECRET)
  await expect(secret).toHaveValue('')
  expect(await page.content()).not.toContain(CLIENT_SECRET)

  await elsewhere.locator(`button[name=sub][value="${person.sub}"]`).click()
  await expect(elsewhere).toHaveURL(/\/profile/)
})

test('keys are neither shown nor changed by an old sign-in', async ({ page, t, owner, keys }) => {
  const place = `/admin/providers/${keys.provider}`
  await page.goto(place)
  await makeSignInsOld(owner.id)
  await page.getByLabel(t('admin.providers.clientSecret')).fill(NEW_CLIENT_SECRET)
  await page.getByRole('button', { name: t('admin.providers.save') }).click()
  await expect(page.getByRole('heading', { name: t('auth.confirm.title') })).toBeVisible()
  expect(await keys.findSecret()).toBe(CLIENT_SECRET)

  await page.goto(place)
  await expect(page).toHaveURL(/\/confirm-identity\?next=/)
  await page.getByLabel(t('auth.password'), { exact: true }).fill(owner.password)
  await page.getByRole('button', { name: t('auth.confirm.submit') }).click()
  await expect(page.getByRole('heading', { name: keys.name })).toBeVisible()
})

test('for each kind of provider the page says what to do in its console and asks for what that gives', async ({
  page,
  t,
  owner: _,
}) => {
  for (const kind of providerKinds) {
    await page.goto(`/admin/providers/new?kind=${kind}`)
    const id = kind === 'openid' ? t('admin.providers.idPlaceholder') : kind
    await expect(page.getByText(`${origins.application}/api/auth/callback/${id}`, { exact: true })).toBeVisible()
    const steps = t(`admin.providers.guide.${kind}`, { origin: origins.application }).split('\n')
    const guide = page.getByRole('list').filter({ hasText: steps[0] ?? '' })
    await expect(guide.getByRole('listitem')).toHaveText(steps)
    const clientId = t(kind === 'kakao' ? 'admin.providers.kakaoClientId' : 'admin.providers.clientId')
    await expect(page.getByLabel(clientId, { exact: true })).toBeVisible()
    await expect(page.getByLabel(t('admin.providers.clientSecret'))).toBeVisible()
    await expect(page.getByLabel(t('admin.providers.appId'))).toHaveCount(kind === 'kakao' ? 1 : 0)
    await expect(page.getByLabel(t('admin.providers.issuer'))).toHaveCount(kind === 'openid' ? 1 : 0)
  }
})
