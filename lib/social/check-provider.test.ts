import type { ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { generate } from 'selfsigned'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startIssuer } from '@/lib/testing/issuer'
import { checkProvider } from './check-provider'
import { namesOf } from './checks/finding.fixture'
import type { ProviderSettings } from './provider-settings'

type Issuer = Awaited<ReturnType<typeof startIssuer>>
type Change = (issuer: Issuer) => unknown

const DISCOVERY = '/.well-known/openid-configuration'
const GOOGLE = 'https://accounts.google.com'

let issuer: Issuer
beforeEach(async () => {
  issuer = await startIssuer()
  issuer.answers.set('/token', (_, response) => response.writeHead(400).end('{"error":"invalid_grant"}'))
  issuer.answers.set('/authorize', (_, response) => response.end('<h1>Sign in</h1>'))
})
afterEach(() => issuer.close())

const settingsAt = (origin: string): ProviderSettings => ({
  ...{
    id: 'acme',
    kind: 'openid',
    name: 'Acme',
    issuer: origin,
    clientId: 'our-client',
    readSecret: () => 'our-secret',
  },
  ...{ nativeClientIds: [], appId: null, keepsTokens: false, source: 'administration', isEnabled: true },
})

async function faultsAfter(change: Change) {
  const settings: ProviderSettings = { ...settingsAt(issuer.origin), ...Object(change(issuer)) }
  return namesOf(await checkProvider(settings))
}

const declaring = (changes: object) => (at: Issuer) => {
  at.answers.set(
    DISCOVERY,
    at.json(() => ({ ...at.document, ...changes })),
  )
}
const answering =
  (path: string, status: number, body = '', headers = {}): Change =>
  (at) => {
    at.answers.set(path, (_, response) => response.writeHead(status, headers).end(body))
  }
const given = (changes: Partial<ProviderSettings>) => () => changes

test.each<[string, Change]>([
  ['as plain as can be', () => {}],
  ['one that lists all that it can do', declaring({ ...capabilities(), scopes_supported: ['openid', 'email'] })],
  ['one that asks for a sign-in by a redirect', answering('/authorize', 302, '', { location: '/login?client_id=x' })],
  [
    'one that wants a fresh sign-in first',
    answering('/authorize', 302, '', { location: 'https://x/?error=login_required' }),
  ],
  ['one that words a wrong code in its own way', answering('/token', 400, '{"error":"invalid_request"}')],
  ['one that answers a wrong code with 200', answering('/token', 200, '{"error":"bad_verification_code"}')],
  ['one whose clock is half a minute off', clockOff(30)],
  [
    'one whose page for signing in speaks of clients',
    answering('/authorize', 200, '<p>Our clients love redirect_uri</p>'),
  ],
])('a good set-up gives no false alarm: %s', async (_, change) => {
  expect(await faultsAfter(change)).toEqual([])
})

function capabilities() {
  return {
    response_types_supported: ['code', 'id_token'],
    code_challenge_methods_supported: ['plain', 'S256'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    id_token_signing_alg_values_supported: ['HS256', 'RS256'],
  }
}

function clockOff(seconds: number): Change {
  return (at) => {
    at.answers.set(DISCOVERY, (_, response) => {
      response.setHeader('date', new Date(Date.now() + seconds * 1_000).toUTCString())
      response.end(JSON.stringify(at.document))
    })
  }
}

test.each<[string, Change]>([
  ['keys: key_with_blanks', given({ readSecret: () => 'our-secret ' })],
  ['keys: key_is_sample', given({ clientId: 'your-client-id' })],
  ['keys: keys_equal', given({ readSecret: () => 'our-client' })],
  ['discovery: unreachable', given({ issuer: 'http://localhost:1' })],
  ['discovery: discovery_status', (at) => ({ issuer: `${at.origin}/wrong/path` })],
  ['discovery: redirects', answering(DISCOVERY, 301, '', { location: 'http://localhost:1/' })],
  ['discovery: discovery_not_json', answering(DISCOVERY, 200, '<!doctype html>')],
  ['discovery: discovery_incomplete', answering(DISCOVERY, 200, '{"issuer":"x"}')],
  ['discovery: too_much', answering(DISCOVERY, 200, ' '.repeat(1_000_000))],
  ['discovery: other_issuer', (at) => ({ issuer: `${at.origin}/` })],
  ['discovery: foreign_endpoint', declaring({ token_endpoint: 'https://elsewhere.example/token' })],
  ['discovery: response_types_unsupported', declaring({ response_types_supported: ['id_token'] })],
  ['discovery: scope_unsupported', declaring({ scopes_supported: ['openid', 'profile'] })],
  ['discovery: pkce_unsupported', declaring({ code_challenge_methods_supported: ['plain'] })],
  ['discovery: algorithm_unsupported', declaring({ id_token_signing_alg_values_supported: ['HS256'] })],
  [
    'discovery: client_authentication_unsupported',
    declaring({ token_endpoint_auth_methods_supported: ['private_key_jwt'] }),
  ],
  ['signing_keys: signing_keys_status', answering('/jwks', 503)],
  ['signing_keys: signing_keys_unreadable', answering('/jwks', 200, '{}')],
  ['signing_keys: signing_keys_missing', answering('/jwks', 200, '{"keys":[{"kty":"oct"}]}')],
  ['clock: clock_behind', clockOff(3_600)],
  ['clock: clock_ahead', clockOff(-3_600)],
  ['client: client_refused', answering('/token', 401, '{"error":"invalid_client"}')],
  ['client: client_refused', answering('/token', 200, '{"error":"incorrect_client_credentials"}')],
  ['client: token_endpoint_status', answering('/token', 502)],
  ['client: endpoint_missing', answering('/token', 404, '<h1>Not found</h1>')],
  ['client: endpoint_missing', answering('/token', 405)],
  ['client: redirect_uri_refused', answering('/token', 400, '{"error":"redirect_uri_mismatch"}')],
  ['redirect_uri: redirect_uri_refused', answering('/authorize', 400, 'Error: redirect_uri_mismatch')],
  [
    'redirect_uri: redirect_uri_refused',
    answering('/authorize', 400, 'The client has not registered this redirect URI'),
  ],
  ['redirect_uri: client_unknown', answering('/authorize', 404, 'Unknown client')],
  ['redirect_uri: client_unknown', answering('/authorize', 400, '<h1>Error</h1><p>Client not found.</p>')],
  ['redirect_uri: endpoint_missing', answering('/authorize', 404, '<h1>Not found</h1>')],
  ['redirect_uri: scope_refused', answering('/authorize', 302, '', { location: 'https://x/?error=invalid_scope' })],
  ['redirect_uri: authorization_refused', answering('/authorize', 403)],
  [
    'redirect_uri: authorization_refused',
    answering('/authorize', 403, '<script>clientWidth, "invalid_client"</script><p>Not from your network, client</p>'),
  ],
  [
    'redirect_uri: authorization_refused',
    answering('/authorize', 400, '<form><input name="redirect_uri"><input name="client_id"></form><p>Blocked</p>'),
  ],
  ['redirect_uri: scope_refused', answering('/authorize', 400, '<p>The scope is not allowed</p>')],
  [
    'redirect_uri: redirect_uri_refused',
    answering('/authorize', 302, '', {
      location: `https://x/error?authError=${Buffer.from('\n\u0015redirect_uri_mismatch\u0012').toString('base64url')}`,
    }),
  ],
])('a misconfiguration is named: %s', async (fault, change) => {
  const faults = await faultsAfter(change)
  // A document that is refused leaves nothing else to look at; whatever else goes wrong, the cause stands there by name.
  expect(faults).toEqual([fault])
})

test.each<[string, Partial<ProviderSettings>]>([
  [
    'keys: keys_swapped',
    { clientId: 'GOCSPX-abcdefghijklmnopqrst', readSecret: () => '12-abc.apps.googleusercontent.com' },
  ],
  ['keys: google_id_shape', { clientId: '7f3b9c2d41', readSecret: () => 'GOCSPX-abcdefghijklmnopqrst' }],
])('keys that cannot be Google’s are named without asking Google: %s', async (fault, changes) => {
  const { checkKeys } = await import('./checks/check-keys')
  const { look } = await import('./checks/finding')
  const settings = { ...settingsAt(GOOGLE), kind: 'google' as const, ...changes }
  const finding = await look('keys', () => checkKeys(settings))
  expect(`${finding.check}: ${finding.fault}`).toBe(fault)
})

test('a provider that does not answer in time is named', async () => {
  expect(await faultsAfter((at) => void at.answers.set(DISCOVERY, () => {}))).toEqual(['discovery: too_slow'])
})

test.each<[string, (response: ServerResponse) => unknown]>([
  ['redirect_uri: too_slow', () => {}],
  ['redirect_uri: unreachable', (response) => response.destroy()],
])('a provider that stops in the middle of its page takes no other finding away: %s', async (fault, stop) => {
  const stall: Change = (at) => {
    at.answers.set('/authorize', (_, response) => response.writeHead(400).write('<h1>Err', () => stop(response)))
  }
  expect(await faultsAfter(stall)).toEqual([fault])
})

test('a provider with a certificate that nobody vouches for is named', async () => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }])
  const server = createServer({ key, cert }, (_, response) => response.end())
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const { port } = server.address() as AddressInfo
  expect(await faultsAfter(given({ issuer: `https://localhost:${port}` }))).toEqual(['discovery: tls_untrusted'])
  server.close()
})

test('the check sends no secret to where discovery leads astray', async () => {
  const elsewhere = await startIssuer()
  await faultsAfter(declaring({ token_endpoint: `${elsewhere.origin}/token` }))
  expect(elsewhere.requests).toEqual([])
  elsewhere.close()
})
