import { randomUUID } from 'node:crypto'
import { db } from '@/lib/db'
import { startIssuer } from '@/lib/testing/issuer'
import { expect, test } from '../fixtures'
import { origins } from '../ports'
import { CLIENT_ID, CLIENT_SECRET } from '../simulator/authorization'

test('the owner gives a provider keys, checks and tries them, and switches it off', async ({
  page,
  t,
  newUser,
  signIn,
  newPersonAt,
}) => {
  const id = `p${randomUUID().slice(0, 8)}`
  const name = `Acme ${id}`
  const owner = await newUser({ role: 'owner' })
  await signIn(owner)
  await page.goto('/admin/providers/new?kind=openid')
  await page.getByLabel(t('admin.providers.name')).fill(name)
  await page.getByLabel(t('admin.providers.id'), { exact: true }).fill(id)
  await page.getByLabel(t('admin.providers.issuer')).fill(`${origins.simulator}/oidc`)
  await page.getByLabel(t('admin.providers.clientId'), { exact: true }).fill(CLIENT_ID)
  await page.getByLabel(t('admin.providers.clientSecret')).fill('a wrong one')
  await page.getByRole('button', { name: t('admin.providers.create') }).click()
  await expect(page.getByText(t('problems.fields.client_refused'))).toBeVisible()
  await expect(page.getByLabel(t('admin.providers.clientSecret'))).toHaveValue('')
  await page.getByLabel(t('admin.providers.clientSecret')).fill(CLIENT_SECRET)
  await page.getByRole('button', { name: t('admin.providers.create') }).click()

  await expect(page.getByText(t('admin.providers.notices.added'))).toBeVisible()
  await expect(page.getByText(`${origins.application}/api/auth/callback/${id}`, { exact: true })).toBeVisible()
  expect(await page.content()).not.toContain(CLIENT_SECRET)

  await page.getByLabel(t('admin.providers.callbackUrl')).fill('not an address')
  await page.getByRole('button', { name: t('admin.providers.save') }).click()
  await expect(page.getByText(t('problems.fields.url_invalid'))).toBeVisible()
  await page.getByLabel(t('admin.providers.callbackUrl')).fill('com.acme.app:/back')
  const endpointOrigins = page.getByLabel(t('admin.providers.endpointOrigins'))
  await endpointOrigins.fill('https://api.acme.test\nhttps://api.acme.test/me')
  await page.getByRole('button', { name: t('admin.providers.save') }).click()
  await expect(page.getByText(t('problems.fields.endpoint_origins_invalid'))).toBeVisible()
  await expect(endpointOrigins).toHaveValue('https://api.acme.test\nhttps://api.acme.test/me')
  await endpointOrigins.fill('https://api.acme.test\nhttps://www.acme.test')
  await page.getByLabel(t('admin.providers.nativeClientIds')).fill('app-1')
  await page.getByRole('button', { name: t('admin.providers.save') }).click()
  await expect(page.getByText(t('admin.providers.notices.changed'))).toBeVisible()
  await expect(page.getByLabel(t('admin.providers.nativeClientIds'))).toHaveValue('app-1')
  await expect(page.getByLabel(t('admin.providers.callbackUrl'))).toHaveValue('com.acme.app:/back')
  await expect(endpointOrigins).toHaveValue('https://api.acme.test\nhttps://www.acme.test')
  expect(await page.content()).not.toContain(CLIENT_SECRET)

  await page.getByRole('link', { name: t('admin.providers.check') }).click()
  await expect(page.getByText(t('doctor.fine'), { exact: true })).toHaveCount(9)

  const person = await newPersonAt('openid', { email: `${id}@elsewhere.example` })
  const traces = () =>
    Promise.all([
      db.user.findMany({ where: { OR: [{ id: owner.id }, { email: person.email }] } }),
      db.session.findMany({
        where: { userId: owner.id },
        select: { id: true, authenticatedAt: true, revokedAt: true },
      }),
      db.account.findMany({ where: { OR: [{ userId: owner.id }, { providerAccountId: person.sub }] } }),
      db.mail.findMany({ where: { recipient: { in: [owner.email, person.email ?? ''] } } }),
      db.oneTimeToken.findMany({ where: { userId: owner.id } }),
    ])
  const before = await traces()
  await page.goto(`/admin/providers/${id}`)
  await page.getByRole('button', { name: t('social.button.try', { provider: name }) }).click()
  await page.locator(`button[name=sub][value="${person.sub}"]`).click()
  await expect(page.getByText(t('admin.providers.tried.works', { provider: name }))).toBeVisible()
  await expect(page.getByText(t('admin.providers.tried.outcomes.create'))).toBeVisible()
  expect(await traces()).toEqual(before)

  await page.goto(`/admin/providers/${id}`)
  await page.getByRole('button', { name: t('admin.providers.disable') }).click()
  await expect(page.getByText(t('admin.providers.notices.disable'))).toBeVisible()
  const row = page.getByRole('listitem').filter({ hasText: name })
  await expect(row).toContainText(t('admin.providers.off'))
})

test('a provider with an endpoint elsewhere is added once the owner names its origin', async ({
  page,
  t,
  newUser,
  signIn,
}) => {
  const [issuer, id] = [await startIssuer(), `p${randomUUID().slice(0, 8)}`]
  const document = { ...issuer.document, userinfo_endpoint: 'https://api.acme.test/me' }
  const documented = issuer.json(() => document)
  issuer.answers.set('/.well-known/openid-configuration', documented)
  await signIn(await newUser({ role: 'owner' }))
  await page.goto('/admin/providers/new?kind=openid')
  await page.getByLabel(t('admin.providers.name')).fill('Acme')
  await page.getByLabel(t('admin.providers.id'), { exact: true }).fill(id)
  await page.getByLabel(t('admin.providers.issuer')).fill(issuer.origin)
  await page.getByLabel(t('admin.providers.clientId'), { exact: true }).fill(CLIENT_ID)
  await page.getByLabel(t('admin.providers.clientSecret')).fill(CLIENT_SECRET)
  await page.getByRole('button', { name: t('admin.providers.create') }).click()

  const missing = { endpoint: 'userinfo_endpoint', origin: 'https://api.acme.test' }
  await expect(page.getByText(t('problems.fields.endpoint_elsewhere', missing))).toBeVisible()
  await page.getByLabel(t('admin.providers.endpointOrigins')).fill(missing.origin)
  await page.getByLabel(t('admin.providers.clientSecret')).fill(CLIENT_SECRET)
  await page.getByRole('button', { name: t('admin.providers.create') }).click()
  await expect(page.getByText(t('admin.providers.notices.added'))).toBeVisible()
  await expect(page.getByLabel(t('admin.providers.endpointOrigins'))).toHaveValue(missing.origin)
  await db.socialApp.delete({ where: { provider: id } })
  issuer.close()
})

test('who fails to sign in is shown a number, by which the owner finds the cause', async ({
  page,
  t,
  newGooglePerson,
  signInWithGoogle,
  newUser,
  signIn,
}) => {
  await signInWithGoogle({ person: await newGooglePerson({ fault: 'bad-signature' }) })
  const told = await page.getByText(t('problems.codes.provider_failed')).textContent()
  const incident = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(told ?? '')?.[0] ?? 'no number'
  await signIn(await newUser({ role: 'owner' }))
  await page.goto('/admin/failures')
  await page.getByLabel(t('admin.failures.incident')).fill(incident)
  await page.getByRole('button', { name: t('admin.failures.find') }).click()
  const found = page.getByRole('list', { name: t('admin.failures.title') }).getByRole('listitem')
  await expect(found).toHaveCount(1)
  await expect(found).toContainText(t('admin.failures.reasons.id_token_refused'))
})

test('to the staff and to everybody else keys and failures do not exist', async ({ page, newUser, signIn }) => {
  await signIn(await newUser({ role: 'staff' }))
  for (const path of ['/admin/providers', '/admin/providers/new', '/admin/providers/google/check', '/admin/failures'])
    expect((await page.goto(path))?.status(), path).toBe(404)
})
