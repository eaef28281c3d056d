import { randomUUID } from 'node:crypto'
import { db } from '@/lib/db'
import { encrypt } from '@/lib/encryption'
import { createApp } from '@/lib/social/app-store'
import { origins } from '../ports'
import { CLIENT_ID, CLIENT_SECRET } from '../simulator/authorization'
import { expect, test } from './own-server'

const id = `p${randomUUID().slice(0, 8)}`
const shared = { name: `Acme ${id}`, issuer: `${origins.simulator}/oidc` }
const ofEnvironment = { ...shared, id, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET }

test.use({ serverSettings: { OPENID_PROVIDERS: JSON.stringify([ofEnvironment]) } })

test('where the environment and the page both give keys, the page says that the environment wins', async ({
  page,
  t,
  newUser,
  signIn,
}) => {
  const ofPage = { ...shared, clientId: 'id-of-the-page', clientSecret: encrypt('secret-of-the-page') }
  const others = { nativeClientIds: [], appId: null, keepsTokens: false, isEnabled: true }
  await createApp(db, { ...ofPage, ...others, provider: id, kind: 'openid' })
  await signIn(await newUser({ role: 'owner' }))
  await page.goto('/admin/providers')
  const row = page.getByRole('listitem').filter({ hasText: shared.name })
  await expect(row).toContainText(t('admin.providers.source.environment'))
  await expect(row).toContainText(CLIENT_ID)
  await expect(row).toContainText(t('admin.providers.overridden'))
  await page.goto(`/admin/providers/${id}`)
  await expect(page.getByText(t('admin.providers.overridden'))).toBeVisible()
  await db.socialApp.delete({ where: { provider: id } })
})
