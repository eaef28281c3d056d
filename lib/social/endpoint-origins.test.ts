import { randomUUID } from 'node:crypto'
import { createTranslator } from 'use-intl/core'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { db } from '@/lib/db'
import { encrypt } from '@/lib/encryption'
import { problems as en } from '@/lib/messages/en/problems'
import { problems as ko } from '@/lib/messages/ko/problems'
import { testClient as client, newPerson } from '@/lib/testing/api'
import { startIssuer } from '@/lib/testing/issuer'
import { createApp } from './app-store'
import { checkProvider } from './check-provider'
import { namesOf } from './checks/finding.fixture'
import { findingText } from './finding-text'
import { identityFromCredential } from './identity-from-credential'
import { findEditableApp } from './list-configured-providers'
import { listFailures } from './list-failures'
import { findProvider, findProviderSettings } from './providers'
import { recordProviderFailure } from './record-provider-failure'
import { addApp, changeApp } from './save-app'
import { addAppSchema, changeAppSchema } from './schemas'
import { signInWithProvider } from './sign-in-with-provider'

const [issuer, elsewhere] = [await startIssuer(), await startIssuer()]
const { id: ownerId } = await newPerson()
afterAll(() => {
  issuer.close()
  elsewhere.close()
})

const actor = { ownerId, client }
const subject = randomUUID()

beforeEach(() => {
  elsewhere.requests.length = 0
  const document = { ...issuer.document, userinfo_endpoint: `${elsewhere.origin}/userinfo` }
  const documented = issuer.json(() => document)
  const user = { sub: subject, email: `${subject}@elsewhere.example`, email_verified: true, name: 'Mina' }
  issuer.answers.set('/.well-known/openid-configuration', documented)
  issuer.answers.set('/authorize', (_, response) => response.end('<h1>Sign in</h1>'))
  issuer.answers.set('/token', tradesCodes)
  elsewhere.answers.set(
    '/userinfo',
    elsewhere.json(() => user),
  )
})

const tradesCodes = issuer.json(() => ({ access_token: 'a token' }))

const newId = () => `p${randomUUID().slice(0, 8)}`
const form = (endpointOrigins: string) =>
  addAppSchema.parse({
    ...{ kind: 'openid', provider: newId(), name: 'Acme', issuer: issuer.origin, endpointOrigins },
    ...{ clientId: 'our-client', clientSecret: 'our-secret' },
  })
const changeOf = (provider: string, endpointOrigins?: string) =>
  changeAppSchema.parse({ provider, clientId: 'our-client', clientSecret: '', endpointOrigins })
const originsOf = async (provider: string) => (await findEditableApp(provider))?.endpointOrigins

async function signInAt(id: string) {
  const provider = await findProvider(id)
  if (!provider) throw new Error('there is no such provider')
  const { identity, authTime } = await identityFromCredential({ code: 'a code' }, provider)
  return signInWithProvider({ identity, authTime, client, locale: 'en' })
}

test('origins that the page was given are kept, shown again, changed and taken away', async () => {
  const provider = await addApp(form(`${elsewhere.origin}\r\nhttps://api.acme.test\r\n`), actor)
  expect(await originsOf(provider)).toEqual([elsewhere.origin, 'https://api.acme.test'])
  expect(await findProviderSettings(provider)).toMatchObject({ endpointOrigins: await originsOf(provider) })
  await changeApp(changeOf(provider, elsewhere.origin), actor)
  expect(await originsOf(provider)).toEqual([elsewhere.origin])
  issuer.answers.set(
    '/.well-known/openid-configuration',
    issuer.json(() => issuer.document),
  )
  await changeApp(changeOf(provider), actor)
  expect(await originsOf(provider)).toEqual([])
})

test('O-19 a provider of the page whose userinfo is elsewhere signs people in only where that origin is named', async () => {
  const provider = await addApp(form(elsewhere.origin), actor)
  expect(await signInAt(provider)).toMatchObject({ outcome: 'signed_in' })
  expect(elsewhere.requests).toEqual(['/userinfo'])

  await db.socialApp.update({ where: { provider }, data: { endpointOrigins: ['https://api.acme.test'] } })
  await expect(signInAt(provider)).rejects.toMatchObject({ code: 'provider_failed', reason: 'discovery_refused' })
  expect(elsewhere.requests).toHaveLength(1)
})

test('the doctor knows the origins that the page was given', async () => {
  const provider = await addApp(form(elsewhere.origin), actor)
  const settings = await findProviderSettings(provider)
  if (!settings) throw new Error('there is no such provider')
  issuer.answers.set('/token', (_, response) => response.writeHead(400).end('{"error":"invalid_grant"}'))
  expect(namesOf(await checkProvider(settings))).toEqual([])
  expect(namesOf(await checkProvider({ ...settings, endpointOrigins: [] }))).toEqual(['discovery: foreign_endpoint'])
})

const endpoint = 'userinfo_endpoint'

test('the doctor and the list of failures say which origin to add', async () => {
  const provider = await addApp(form(elsewhere.origin), actor)
  await db.socialApp.update({ where: { provider }, data: { endpointOrigins: [] } })
  const refused = await signInAt(provider).catch((error) => error)
  const [failure] = await listFailures(await recordProviderFailure(refused, { provider, client }))
  const settings = await findProviderSettings(provider)
  const [, finding] = settings ? await checkProvider(settings) : []
  if (!finding || !failure) throw new Error('nothing was found')
  const found = { fault: 'foreign_endpoint', values: { endpoint, origin: elsewhere.origin } }
  expect([finding, failure]).toMatchObject([found, found])
  expect(findingText(finding)).toContain(` ${endpoint} `)
  expect(findingText(finding)).toContain(` ${elsewhere.origin} `)
})

test('all origins to add are named at once', async () => {
  const [token, keys] = ['https://token.acme.test', 'https://keys.acme.test']
  const document = { ...issuer.document, token_endpoint: `${token}/token`, jwks_uri: `${keys}/keys` }
  issuer.answers.set(
    '/.well-known/openid-configuration',
    issuer.json(() => ({ ...document, userinfo_endpoint: `${keys}/me` })),
  )
  const values = { endpoint: 'token_endpoint, userinfo_endpoint, jwks_uri', origin: `${token} ${keys}` }
  await expect(addApp(form(keys), actor)).rejects.toMatchObject({
    fieldValues: { endpoint: 'token_endpoint', origin: token },
  })
  await expect(addApp(form(''), actor)).rejects.toMatchObject({ fieldValues: values })
})

test('a provider that is added without them is refused beside their field, with the origin to add', async () => {
  const refusal = { fields: { endpointOrigins: ['endpoint_elsewhere'] }, fieldValues: { origin: elsewhere.origin } }
  await expect(addApp(form(''), actor)).rejects.toMatchObject(refusal)
  await expect(addApp(form('https://api.acme.test'), actor)).rejects.toMatchObject(refusal)
  const values = { endpoint, origin: elsewhere.origin }
  for (const messages of [en, ko]) {
    const translate = createTranslator({ locale: 'en', messages, namespace: 'fields' })
    const text = translate('endpoint_elsewhere', values)
    expect(text).toContain(endpoint)
    expect(text).toContain(elsewhere.origin)
  }
})

const eleven = Array.from({ length: 11 }, (_, number) => `https://api${number}.acme.test`)

test.each([
  'https://api.acme.test/',
  'https://api.acme.test/me',
  'https://mina@api.acme.test',
  'https://API.acme.test',
  'api.acme.test',
  'https://api.acme.test\njavascript:alert(1)',
  eleven.join('\n'),
])('O-19 the page takes no endpoint origins that the environment would not take: %j', (endpointOrigins) => {
  const refused = [expect.objectContaining({ path: ['endpointOrigins'], message: 'endpoint_origins_invalid' })]
  const change = { provider: 'acme', clientId: 'ours', clientSecret: 'secret', endpointOrigins }
  expect(changeAppSchema.safeParse(change).error?.issues).toEqual(refused)
  const added = { ...change, kind: 'openid', name: 'Acme', issuer: issuer.origin }
  expect(addAppSchema.safeParse(added).error?.issues).toEqual(refused)
})

test('ten origins are taken, on lines or with blanks between', () => {
  const ten = eleven.slice(1)
  expect(form(ten.join('\n'))).toMatchObject({ endpointOrigins: ten })
  expect(form(` ${ten.join(' ')} `)).toMatchObject({ endpointOrigins: ten })
})

test('O-19 a provider that we know by name has no other origins, whatever a form or its row says', async () => {
  const keys = { clientId: 'ours', clientSecret: 'secret' }
  expect(addAppSchema.safeParse({ ...keys, kind: 'kakao', endpointOrigins: elsewhere.origin }).success).toBe(false)
  const row = { provider: 'kakao', kind: 'kakao', name: 'Kakao', issuer: null, endpointOrigins: [elsewhere.origin] }
  const others = { nativeClientIds: [], appId: null, keepsTokens: false, isEnabled: true }
  await createApp(db, { ...row, ...others, clientId: 'ours', clientSecret: encrypt('secret') })
  const provider = await findProvider('kakao')
  expect(provider?.clientId).toBe('ours')
  expect(provider?.signInOrigins).not.toContain(elsewhere.origin)
})
