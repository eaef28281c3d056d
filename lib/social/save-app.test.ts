import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { db, pool } from '@/lib/db'
import { log } from '@/lib/log'
import { testClient as client, newPerson } from '@/lib/testing/api'
import { startIssuer } from '@/lib/testing/issuer'
import { checkProvider } from './check-provider'
import { namesOf } from './checks/finding.fixture'
import { redirectUriOf } from './kinds/openid'
import { findEditableApp, listConfiguredProviders } from './list-configured-providers'
import { findProvider, findProviderSettings, providerNames } from './providers'
import { actOnApp, addApp, changeApp } from './save-app'
import { addAppSchema } from './schemas'

const GOOD_SECRET = 'a-good-secret'
const NEW_SECRET = 'a-newer-secret'

let issuer: Awaited<ReturnType<typeof startIssuer>>
let ownerId: string
beforeAll(async () => {
  issuer = await startIssuer()
  ownerId = (await newPerson()).id
  issuer.answers.set('/token', (request, response) => {
    const basic = Buffer.from(request.headers.authorization?.slice(6) ?? '', 'base64').toString()
    const isKnown = [GOOD_SECRET, NEW_SECRET].includes(basic.split(':')[1] ?? '')
    response.writeHead(isKnown ? 400 : 401).end(JSON.stringify({ error: isKnown ? 'invalid_grant' : 'invalid_client' }))
  })
})
afterAll(() => issuer.close())

const actor = () => ({ ownerId, client })
const newId = () => `p${randomUUID().slice(0, 8)}`
const form = (changes: object = {}) =>
  addAppSchema.parse({
    ...{ kind: 'openid', provider: newId(), name: 'Acme', issuer: issuer.origin },
    ...{ clientId: 'our-client', clientSecret: GOOD_SECRET, ...changes },
  })
const keysOf = (provider: string) => ({
  provider,
  clientId: 'our-client',
  endpointOrigins: [],
  nativeClientIds: [],
  callbackUrl: null,
  appId: null,
  keepsTokens: false,
})

test('keys of the admin page count at once, and their secret is stored encrypted and audited without', async () => {
  const provider = await addApp(form(), actor())
  const found = await findProvider(provider)
  expect(found).toMatchObject({ id: provider, issuer: issuer.origin })
  expect(found?.readSecret()).toBe(GOOD_SECRET)
  const row = await db.socialApp.findUniqueOrThrow({ where: { provider } })
  const events = await db.auditEvent.findMany({ where: { userId: ownerId, event: 'provider.add' } })
  expect(events).toHaveLength(1)
  expect(JSON.stringify([row, events])).not.toContain(GOOD_SECRET)
  const { providers } = await listConfiguredProviders()
  expect(providers.find(({ id }) => id === provider)).toMatchObject({ source: 'administration', isOverridden: false })
  expect(JSON.stringify(providers)).not.toContain(GOOD_SECRET)
})

test('keys that the provider refuses are not taken', async () => {
  const input = form({ clientSecret: 'wrong' })
  await expect(addApp(input, actor())).rejects.toMatchObject({ fields: { clientSecret: ['client_refused'] } })
  expect(await db.socialApp.count({ where: { clientSecret: { contains: 'wrong' } } })).toBe(0)
})

test('an issuer that is none, or calls itself something else, is not taken', async () => {
  const fields = { issuer: ['issuer_refused'] }
  await expect(addApp(form({ issuer: `${issuer.origin}/` }), actor())).rejects.toMatchObject({ fields })
  await expect(addApp(form({ issuer: 'http://localhost:1' }), actor())).rejects.toMatchObject({ fields })
})

test('a provider has one set of keys', async () => {
  const provider = await addApp(form(), actor())
  await expect(addApp(form({ provider }), actor())).rejects.toMatchObject({ fields: { provider: ['taken'] } })
})

test('a new secret replaces one that works only when the provider takes it', async () => {
  const provider = await addApp(form(), actor())
  const wrong = changeApp({ ...keysOf(provider), clientSecret: 'wrong' }, actor())
  await expect(wrong).rejects.toMatchObject({ fields: { clientSecret: ['client_refused'] } })
  expect((await findProviderSettings(provider))?.readSecret()).toBe(GOOD_SECRET)
  await changeApp({ ...keysOf(provider), clientSecret: NEW_SECRET }, actor())
  expect((await findProviderSettings(provider))?.readSecret()).toBe(NEW_SECRET)
})

test('an empty secret leaves the one that is kept', async () => {
  const provider = await addApp(form(), actor())
  await changeApp({ ...keysOf(provider), clientSecret: '', nativeClientIds: ['app-1'] }, actor())
  const settings = await findProviderSettings(provider)
  expect(settings).toMatchObject({ nativeClientIds: ['app-1'] })
  expect(settings?.readSecret()).toBe(GOOD_SECRET)
})

test('the audit log names the settings that were changed, and no value of them', async () => {
  const provider = await addApp(form(), actor())
  await changeApp(
    { ...keysOf(provider), clientSecret: NEW_SECRET, endpointOrigins: ['https://api.acme.test'] },
    actor(),
  )
  const where = { event: 'provider.change', data: { path: ['provider'], equals: provider } }
  const { data } = await db.auditEvent.findFirstOrThrow({ where })
  expect(data).toEqual({ provider, settings: ['endpointOrigins', 'clientSecret'] })
})

test('API clients may have a redirect URI of their own', async () => {
  const provider = await addApp(form({ callbackUrl: 'com.acme.app:/back' }), actor())
  expect(await findProvider(provider)).toMatchObject({ apiRedirectUri: 'com.acme.app:/back' })
  await changeApp({ ...keysOf(provider), clientSecret: '' }, actor())
  expect(await findProvider(provider)).toMatchObject({ apiRedirectUri: redirectUriOf(provider) })
})

test('a provider that is switched off signs nobody in, and is there for the owner', async () => {
  const provider = await addApp(form(), actor())
  await actOnApp({ provider, act: 'disable' }, actor())
  expect(await findProvider(provider)).toBeNull()
  expect(await findProviderSettings(provider)).toMatchObject({ isEnabled: false })
  await actOnApp({ provider, act: 'enable' }, actor())
  expect(await findProvider(provider)).not.toBeNull()
})

test('keys by which somebody signs in are not deleted; others are', async () => {
  const provider = await addApp(form(), actor())
  const data = { userId: ownerId, type: 'oidc', provider, providerAccountId: randomUUID() }
  const { number } = await db.account.create({ data, select: { number: true } })
  await expect(actOnApp({ provider, act: 'delete' }, actor())).rejects.toMatchObject({ code: 'provider_in_use' })
  await db.account.delete({ where: { number } })
  await actOnApp({ provider, act: 'delete' }, actor())
  expect(await findProviderSettings(provider)).toBeNull()
})

test('keys of a kind that only a later version knows make no provider, and the owner is told', async () => {
  const provider = await addApp(form(), actor())
  await db.socialApp.update({ where: { provider }, data: { kind: 'line' } })
  expect(await findProvider(provider)).toBeNull()
  expect((await findEditableApp(provider))?.finding).toMatchObject({ fault: 'kind_unknown', values: { kind: 'line' } })
  await db.socialApp.delete({ where: { provider } })
})

test('a secret whose encryption key is gone takes the provider away, and nothing else', async () => {
  const [lost, other] = [await addApp(form(), actor()), await addApp(form(), actor())]
  await db.socialApp.update({ where: { provider: lost }, data: { clientSecret: 'v1.00000000.AAAA' } })
  expect(await findProvider(lost)).toBeNull()
  expect(await findProvider(other)).not.toBeNull()
  const { unusable } = await listConfiguredProviders()
  expect(unusable.map(({ provider, finding }) => [provider, finding.fault])).toEqual([[lost, 'secret_unreadable']])
})

test('a secret is opened only where it is used: one that was altered is a fault there', async () => {
  const provider = await addApp(form(), actor())
  const { clientSecret } = await db.socialApp.findUniqueOrThrow({ where: { provider } })
  const altered = clientSecret.replace(/.{4}$/, (end) => (end === 'AAAA' ? 'BBBB' : 'AAAA'))
  await db.socialApp.update({ where: { provider }, data: { clientSecret: altered } })
  const settings = await findProviderSettings(provider)
  expect(settings).toMatchObject({ id: provider, issuer: issuer.origin })
  const faults = ['keys: secret_unreadable', 'client: secret_unreadable']
  expect(settings && namesOf(await checkProvider(settings))).toEqual(expect.arrayContaining(faults))
})

test('a row that cannot be used is logged once, and once more when it was changed', async () => {
  const lines = vi.spyOn(log, 'error').mockImplementation(() => {})
  onTestFinished(() => lines.mockRestore())
  const provider = await addApp(form(), actor())
  const { clientSecret } = await db.socialApp.findUniqueOrThrow({ where: { provider } })
  const lookTwice = async (data: { clientSecret: string }) => {
    lines.mockClear()
    await db.socialApp.update({ where: { provider }, data })
    for (let look = 0; look < 2; look += 1) await findProvider(provider)
    return lines.mock.calls.filter(([context]) => Object(context).provider === provider).length
  }
  const times: number[] = []
  for (const secret of ['v1.00000000.AAAA', clientSecret, 'v1.00000000.AAAA', 'v1.00000000.BBBB'])
    times.push(await lookTwice({ clientSecret: secret }))
  expect(times).toEqual([1, 0, 1, 1])
})

test('the names of any number of providers are read at once', async () => {
  const providers = [await addApp(form({ name: 'One' }), actor()), await addApp(form({ name: 'Two' }), actor())]
  const asked = vi.spyOn(pool, 'query')
  onTestFinished(() => asked.mockRestore())
  const nameOf = await providerNames('en')
  expect(providers.map(nameOf)).toEqual(['One', 'Two'])
  expect(nameOf('gone')).toBe('gone')
  expect(asked).toHaveBeenCalledTimes(1)
})
