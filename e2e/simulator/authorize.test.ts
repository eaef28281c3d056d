import { expect, test } from 'vitest'
import { redirectUri, returnOf, startSimulator } from './simulator.fixture'

const simulator = await startSimulator()

test('discovery names this issuer, its endpoints, and what they take', async () => {
  const document = await (await simulator.call('/.well-known/openid-configuration')).json()
  expect(document).toMatchObject({
    issuer: simulator.issuer,
    authorization_endpoint: `${simulator.issuer}/authorize`,
    token_endpoint: `${simulator.issuer}/token`,
    jwks_uri: `${simulator.issuer}/jwks`,
    code_challenge_methods_supported: ['S256'],
    id_token_signing_alg_values_supported: ['RS256'],
  })
})

test('the published key is a public one', async () => {
  const { keys } = await (await simulator.call('/jwks')).json()
  expect(keys).toHaveLength(1)
  expect(Object.keys(keys[0]).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use'])
})

test('what is not there is not found', async () => {
  expect((await simulator.call('/nothing')).status).toBe(404)
  expect((await simulator.call('/token')).status).toBe(404)
})

test('a path that is no address is refused, and the simulator goes on', async () => {
  expect((await fetch(`${new URL(simulator.issuer).origin}//`)).status).toBe(400)
  expect((await simulator.call('/jwks')).status).toBe(200)
})

test.each([
  ['en', 'Simulated provider'],
  ['ko-KR,ko;q=0.9', '모의 로그인 제공자'],
])('the page on which one chooses speaks the language of the browser: %s', async (language, title) => {
  const response = await simulator.authorize({}, { 'accept-language': language })
  expect(response.status).toBe(200)
  const html = await response.text()
  expect(html).toContain(`<h1>${title}</h1>`)
  expect(html).toContain('alex.doe@gmail.com')
})

test('the page runs no script, is not framed, and its forms lead to the simulator and the client only', async () => {
  const policy = (await simulator.authorize({})).headers.get('content-security-policy')
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toContain('script-src')
  expect(policy).toContain("form-action 'self' http://localhost:3000;")
  expect(policy).toContain("frame-ancestors 'none'")
})

test('what the request and the people bring is shown escaped', async () => {
  const evil = `"><img src=x onerror='alert(1)'>&`
  await simulator.addPerson({ name: evil, hd: evil, sub: evil })
  const html = await (await simulator.authorize({ state: evil, nonce: evil })).text()
  expect(html).not.toContain('<img')
  expect(html.split('&quot;&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;&amp;').length).toBeGreaterThan(5)
})

const badRequests = [
  ['client_id', 'another-client'],
  ['client_id', undefined],
  ['response_type', 'token'],
  ['scope', 'email profile'],
  ['code_challenge', undefined],
  ['code_challenge', 'short'],
  ['code_challenge_method', 'plain'],
  ['code_challenge_method', undefined],
  ['redirect_uri', undefined],
  ['redirect_uri', 'https://evil.example/callback'],
  ['redirect_uri', 'http://localhost.evil.example/callback'],
  ['redirect_uri', 'http://localhost@evil.example/callback'],
  ['redirect_uri', '//evil.example'],
  ['redirect_uri', '/callback'],
  ['redirect_uri', 'javascript://localhost/%0aalert(1)'],
  ['redirect_uri', 'data://localhost/text'],
] as const

test.each(badRequests)(
  'a request with %s=%s is refused where it arrives, and redirects nobody',
  async (name, value) => {
    for (const response of [
      await simulator.authorize({ [name]: value }),
      await simulator.decide({ [name]: value, sub: '101' }),
      await simulator.decide({ [name]: value, act: 'cancel' }),
    ]) {
      expect(response.status).toBe(400)
      expect(response.headers.get('location')).toBeNull()
    }
  },
)

test('a refusal names what is wrong, escaped', async () => {
  const html = await (await simulator.authorize({ client_id: '<script>', response_type: '<script>' })).text()
  expect(html).toContain('client_id')
  expect(html).not.toContain('<script>')
})

test('whoever is chosen goes back with a code and the state', async () => {
  const response = await simulator.decide({ sub: '102' })
  expect(response.status).toBe(303)
  expect(response.headers.get('location')).toMatch(new RegExp(`^${redirectUri}\\?`))
  expect(returnOf(response).get('code')).toMatch(/^[\w-]{32}$/)
  expect(returnOf(response).get('state')).toBe('a state')
})

test('whoever cancels goes back with the error and the state, without a code', async () => {
  const outcome = returnOf(await simulator.decide({ act: 'cancel' }))
  expect(Object.fromEntries(outcome)).toEqual({ error: 'access_denied', state: 'a state' })
})

test('a person the simulator does not know cannot be chosen', async () => {
  expect((await simulator.decide({ sub: 'nobody' })).status).toBe(404)
})
