import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test, vi } from 'vitest'

vi.hoisted(() => {
  process.env.LATCHKEY_MODE = 'production'
})

import { db } from '@/lib/db'
import { encrypt } from '@/lib/encryption'
import { testClient as client, newPerson } from '@/lib/testing/api'
import { startIssuer } from '@/lib/testing/issuer'
import { createApp } from './app-store'
import { namesOf } from './checks/finding.fixture'
import { findEditableApp, listConfiguredProviders, listUnusableApps } from './list-configured-providers'
import { findProvider } from './providers'
import { addApp, changeApp } from './save-app'
import { addAppSchema, changeAppSchema } from './schemas'

const keys = { nativeClientIds: [], appId: null, keepsTokens: false, isEnabled: true }

async function storeAppAt(issuer: string, endpointOrigins: string[] = []): Promise<string> {
  const provider = `p${randomUUID().slice(0, 8)}`
  const app = { provider, kind: 'openid', name: 'Acme', issuer, endpointOrigins, clientId: 'our-client' }
  await createApp(db, { ...app, clientSecret: encrypt('our-secret'), ...keys })
  onTestFinished(async () => void (await db.socialApp.delete({ where: { provider } })))
  return provider
}

test.each(['http://localhost:3001/oidc', 'https://127.0.0.1/oidc', 'https://localhost.', 'http://id.acme.test'])(
  'O-20 in production keys with the issuer %s make no provider, whoever stored them, and the owner is told why',
  async (issuer) => {
    const provider = await storeAppAt(issuer)
    expect(await findProvider(provider)).toBeNull()
    const finding = { check: 'keys', fault: 'issuer_unsafe', values: { issuer } }
    expect(await listUnusableApps()).toEqual([{ provider, name: 'Acme', finding }])
    const { unusable } = await listConfiguredProviders()
    expect(namesOf(unusable.map((app) => app.finding))).toEqual(['keys: issuer_unsafe'])
    expect(await findEditableApp(provider)).toMatchObject({ finding })
  },
)

const unsafeOrigins = ['http://api.acme.test', 'https://localhost:3001', 'https://169.254.169.254', 'https://op']

test.each(unsafeOrigins)(
  'O-20 in production keys with the endpoint origin %s make no provider, whoever stored them, and the owner is told why',
  async (origin) => {
    const provider = await storeAppAt('https://id.acme.test', ['https://api.acme.test', origin])
    expect(await findProvider(provider)).toBeNull()
    const finding = { check: 'keys', fault: 'endpoint_origin_unsafe', values: { origin } }
    expect(await listUnusableApps()).toEqual([{ provider, name: 'Acme', finding }])
    expect(await findEditableApp(provider)).toMatchObject({ finding })
  },
)

test('O-20 in production the admin page takes no endpoint origin that the environment would not take', async () => {
  const provider = await storeAppAt('https://id.acme.test')
  const { id: ownerId } = await newPerson()
  const fields = { endpointOrigins: ['endpoint_origin_unsafe'] }
  for (const endpointOrigins of unsafeOrigins) {
    const change = changeAppSchema.parse({ provider, clientId: 'our-client', clientSecret: '', endpointOrigins })
    await expect(changeApp(change, { ownerId, client })).rejects.toMatchObject({ fields })
  }
  expect(await findEditableApp(provider)).toMatchObject({ endpointOrigins: [] })
})

test('in production keys with a public issuer make a provider', async () => {
  const provider = await storeAppAt('https://id.acme.test')
  expect(await findProvider(provider)).toMatchObject({ id: provider, issuer: 'https://id.acme.test' })
  expect(await listUnusableApps()).toEqual([])
})

test('O-20 in production the admin page takes no issuer on this machine, and does not ask it', async () => {
  const issuer = await startIssuer()
  onTestFinished(() => void issuer.close())
  const input = addAppSchema.parse({
    ...{ kind: 'openid', provider: 'acme', name: 'Acme', issuer: issuer.origin },
    ...{ clientId: 'our-client', clientSecret: 'our-secret' },
  })
  const { id: ownerId } = await newPerson()
  await expect(addApp(input, { ownerId, client })).rejects.toMatchObject({ fields: { issuer: ['issuer_unsafe'] } })
  expect(issuer.requests).toEqual([])
  expect(await db.socialApp.count({ where: { provider: 'acme' } })).toBe(0)
})
