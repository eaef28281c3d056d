import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { compactVerify, createLocalJWKSet, decodeJwt, decodeProtectedHeader, exportSPKI, importJWK } from 'jose'
import { expect, test } from 'vitest'
import { CLIENT_ID, CLIENT_SECRET } from './authorization'
import { anyFaults, discoveryFaults, type Fault, faults } from './people'
import { nonce, returnOf, startSimulator } from './simulator.fixture'

const simulator = await startSimulator()
const tokenOf = (fault: Fault) => simulator.idTokenFor({ name: fault, email: 'alex@gmail.com', fault })
const exchangeOf = async (fault: Fault) =>
  simulator.redeem(await simulator.codeFor(await simulator.addPerson({ name: fault, fault })))

const publishedKey = async () => (await (await simulator.call('/jwks')).json()).keys[0]

const past = expect.toSatisfy((seconds: number) => seconds < Date.now() / 1_000 - 3_000)
const future = expect.toSatisfy((seconds: number) => seconds > Date.now() / 1_000 + 3_000)

// Apart from their fault these tokens are good: signed by the published key, with every other claim as it should be.
test.each<[Fault, Record<string, unknown>]>([
  ['wrong-nonce', { nonce: expect.not.stringMatching(nonce) }],
  ['missing-nonce', { nonce: undefined }],
  ['wrong-audience', { aud: 'another-client' }],
  ['wrong-azp', { azp: 'another-client' }],
  ['several-audiences', { aud: [CLIENT_ID, 'another-client'], azp: undefined }],
  ['several-audiences-wrong-azp', { aud: [CLIENT_ID, 'another-client'], azp: 'another-client' }],
  ['wrong-access-token-hash', { at_hash: 'A'.repeat(22) }],
  ['missing-issuer', { iss: undefined }],
  ['missing-audience', { aud: undefined }],
  ['missing-expiry', { exp: undefined }],
  ['missing-issue-time', { iat: undefined }],
  ['wrong-issuer', { iss: expect.not.stringMatching(simulator.issuer) }],
  ['expired', { exp: past, iat: past }],
  ['from-the-future', { iat: future, exp: future }],
  ['missing-subject', { sub: undefined }],
  ['null-subject', { sub: null }],
  ['huge-subject', { sub: 'x'.repeat(100_000) }],
])('%s: this claim alone is wrong', async (fault, wrong) => {
  const token = await tokenOf(fault)
  const claims = decodeJwt(token)
  const good = { iss: simulator.issuer, aud: CLIENT_ID, azp: CLIENT_ID, nonce, name: fault, email: 'alex@gmail.com' }
  const absent = Object.fromEntries(Object.keys(wrong).map((name) => [name, undefined]))
  expect({ ...absent, ...claims }).toMatchObject({ ...good, ...wrong })
  const { payload } = await compactVerify(token, createLocalJWKSet(await (await simulator.call('/jwks')).json()))
  expect(JSON.parse(new TextDecoder().decode(payload))).toEqual(claims)
})

test('bad-signature: a stranger signed it under the published key’s name', async () => {
  const token = await tokenOf('bad-signature')
  await expect(simulator.verify(token)).rejects.toThrow('signature verification failed')
})

test('unknown-kid: its key is not published', async () => {
  const token = await tokenOf('unknown-kid')
  expect(decodeProtectedHeader(token).kid).toBe('nobody-has-this-key')
  await expect(simulator.verify(token)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' })
})

test('alg-none: nobody signed it', async () => {
  const token = await tokenOf('alg-none')
  expect(decodeProtectedHeader(token).alg).toBe('none')
  expect(token).toMatch(/^[\w-]+\.[\w-]+\.$/)
})

test('hs256-with-public-key: the published key was used as a shared one', async () => {
  const token = await tokenOf('hs256-with-public-key')
  const [header, payload, signature] = token.split('.')
  const published = await publishedKey()
  const key = await importJWK(published, 'RS256', { extractable: true })
  if (key instanceof Uint8Array) throw new Error('the published key is a secret')
  const expected = createHmac('sha256', await exportSPKI(key))
    .update(`${header}.${payload}`)
    .digest('base64url')
  expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'HS256', kid: published.kid })
  expect(signature).toBe(expected)
})

test('hs256-with-client-secret: what only the client and the provider know was used as a key', async () => {
  const token = await tokenOf('hs256-with-client-secret')
  expect(decodeProtectedHeader(token).alg).toBe('HS256')
  const { protectedHeader } = await compactVerify(token, new TextEncoder().encode(CLIENT_SECRET))
  expect(protectedHeader.kid).toBe((await publishedKey()).kid)
})

test('other-algorithm: a stranger signed it by ES256 under the name of the published RSA key', async () => {
  const { alg, kid } = decodeProtectedHeader(await tokenOf('other-algorithm'))
  expect({ alg, kid }).toEqual({ alg: 'ES256', kid: (await publishedKey()).kid })
})

test('unknown-critical-header: it says that it is not to be trusted by who does not know a header', async () => {
  const token = await tokenOf('unknown-critical-header')
  expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'RS256', crit: ['made-up'], 'made-up': true })
  const key = await importJWK(await publishedKey(), 'RS256')
  await expect(compactVerify(token, key)).rejects.toThrow('made-up')
  await expect(compactVerify(token, key, { crit: { 'made-up': true } })).resolves.toHaveProperty('payload')
})

test('denied: the person comes back without a code', async () => {
  const sub = await simulator.addPerson({ name: 'Denied', fault: 'denied' })
  const outcome = returnOf(await simulator.decide({ sub }))
  expect(Object.fromEntries(outcome)).toEqual({ error: 'access_denied', state: 'a state' })
})

test('wrong-state: the person comes back with the state of somebody else', async () => {
  const sub = await simulator.addPerson({ name: 'Astray', fault: 'wrong-state' })
  const outcome = returnOf(await simulator.decide({ sub }))
  expect(outcome.get('code')).toBeTruthy()
  expect(outcome.get('state')).not.toBe('a state')
})

test('slow: the exchange takes longer than anybody should wait', async () => {
  const sub = await simulator.addPerson({ name: 'Slow', fault: 'slow' })
  const code = await simulator.codeFor(sub)
  const started = Date.now()
  expect((await simulator.redeem(code)).status).toBe(200)
  expect(Date.now() - started).toBeGreaterThan(6_000)
})

test('slowish: every answer of the sign-in is right, and three seconds late', async () => {
  const sub = await simulator.addPerson({ name: 'Late', fault: 'slowish' })
  const code = await simulator.codeFor(sub)
  const startedAt = Date.now()
  const { access_token } = await (await simulator.redeem(code)).json()
  expect(Date.now() - startedAt).toBeGreaterThanOrEqual(2_990)
  const answer = await simulator.call('/userinfo', { headers: { authorization: `Bearer ${access_token}` } })
  expect(await answer.json()).toMatchObject({ sub })
  expect(Date.now() - startedAt).toBeGreaterThanOrEqual(5_990)
})

test('server-error: the exchange fails on the provider’s side', async () => {
  expect((await exchangeOf('server-error')).status).toBe(500)
})

test('html: the exchange answers with a page', async () => {
  const response = await exchangeOf('html')
  expect(response.headers.get('content-type')).toBe('text/html')
  expect(await response.text()).toContain('<p>')
})

test('huge: the answer is larger than anybody should read', async () => {
  const response = await exchangeOf('huge')
  expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(40_000_000)
})

const hits = async () => (await (await fetch(new URL('/internal/hits', simulator.issuer))).json()).hits

test.each<[Fault, number]>([
  ['redirect', 302],
  ['redirect-307', 307],
])('%s: the exchange leads elsewhere, where whoever follows is counted and gets good tokens', async (fault, status) => {
  const response = await exchangeOf(fault)
  expect(response.status).toBe(status)
  const before = await hits()
  const place = new URL(response.headers.get('location') ?? '', simulator.issuer)
  const { id_token } = await (await fetch(place, { method: status === 307 ? 'POST' : 'GET' })).json()
  await expect(simulator.verify(id_token)).resolves.toHaveProperty('payload.name', fault)
  expect(await hits()).toBe(before + 1)
})

test('every fault is one of these', () => {
  expect(faults).toHaveLength(33)
})

test('docs/testing-sign-in.md names the faults that there are, and no others', () => {
  const [, list = ''] = readFileSync('docs/testing-sign-in.md', 'utf8').match(/^Everywhere: (.*?)\n\n/ms) ?? []
  const named = list.replaceAll(/\([^)]*\)/g, '').matchAll(/`([\w-]+)`/g)
  const told = Array.from(named, ([, name]) => name).filter((name) => name !== 'oidc')
  expect(told.toSorted()).toEqual([...anyFaults, ...discoveryFaults].toSorted())
})
