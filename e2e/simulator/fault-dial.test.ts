import { expect, test } from 'vitest'
import { returnOf, startSimulator } from './simulator.fixture'

const simulator = await startSimulator()
const origin = new URL(simulator.issuer).origin
const set = (setting: object) =>
  fetch(`${origin}/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(setting),
  })
const returned = async () => returnOf(await simulator.decide({ sub: '102' }))

test('the next sign-ins go wrong as it was set, then all is well again', async () => {
  expect((await set({ provider: 'google', fault: 'denied', times: 2 })).status).toBe(201)
  expect([(await returned()).get('error'), (await returned()).get('error')]).toEqual(['access_denied', 'access_denied'])
  expect((await returned()).get('code')).toBeTruthy()
})

test('a fault of another provider leaves this one alone; one of the whole server does not', async () => {
  await set({ provider: 'github', fault: 'denied' })
  expect((await returned()).get('code')).toBeTruthy()
  await set({ fault: 'wrong-state' })
  // GitHub's is still there; this one is the next that concerns Google.
  expect((await returned()).get('state')).not.toBe('a state')
})

test('what was set is shown on a page, and cleared by it or by DELETE', async () => {
  await fetch(`${origin}/faults`, { method: 'DELETE' })
  const body = new URLSearchParams({ provider: 'kakao', fault: 'slow', at: 'profile', times: '3' })
  await fetch(`${origin}/faults`, { method: 'POST', body, redirect: 'manual' })
  expect(await (await fetch(`${origin}/faults`)).text()).toContain('kakao, profile: slow × 3')
  await fetch(`${origin}/faults`, { method: 'POST', body: new URLSearchParams({ act: 'clear' }), redirect: 'manual' })
  expect(await (await fetch(`${origin}/faults`)).text()).not.toContain('× 3')
})

test.each([
  {},
  { fault: 'explode' },
  { fault: 'slow', times: 0 },
  { fault: 'slow', provider: 'nobody' },
  { fault: 'slow', at: 'nowhere' },
  { fault: 'denied', at: 'keys' },
])('%o is no setting', async (setting) => expect((await set(setting)).status).toBe(400))

test.each(['token', 'profile'])('at: %s is where the next sign-in goes wrong, and nowhere else', async (at) => {
  await set({ provider: 'google', fault: 'server-error', at })
  const exchange = await simulator.redeem(await simulator.codeFor('102'))
  expect(exchange.status).toBe(at === 'token' ? 500 : 200)
  if (at === 'token') return
  const headers = { authorization: `Bearer ${(await exchange.json()).access_token}` }
  expect((await simulator.call('/userinfo', { headers })).status).toBe(500)
})

test.each([
  ['keys', '/jwks', 'keys'],
  ['discovery', '/.well-known/openid-configuration', 'issuer'],
])('at: %s is what is read wrongly once, whoever signs in', async (at, path, member) => {
  await set({ provider: 'google', fault: 'html', at })
  expect((await simulator.redeem(await simulator.codeFor('102'))).status).toBe(200)
  expect(await (await simulator.call(path)).text()).toContain('<p>')
  expect(await (await simulator.call(path)).json()).toHaveProperty(member)
})

test('a recycled address comes with another subject at each sign-in', async () => {
  const email = 'mina@gmail.com'
  const sub = await simulator.addPerson({ name: 'Mina', email, fault: 'recycled-email' })
  const claims = async () => {
    const { id_token } = await (await simulator.redeem(await simulator.codeFor(sub))).json()
    return (await simulator.verify(id_token)).payload
  }
  const [first, second] = [await claims(), await claims()]
  expect([first.email, second.email]).toEqual([email, email])
  expect(new Set([first.sub, second.sub, sub]).size).toBe(3)
})

test('a key that was rotated just now is the only one published, and signs', async () => {
  const before = await (await simulator.call('/jwks')).json()
  const token = await simulator.idTokenFor({ name: 'Mina', fault: 'key-rotated' })
  const after = await (await simulator.call('/jwks')).json()
  expect(after.keys).toHaveLength(1)
  expect(after.keys[0].kid).not.toBe(before.keys[0].kid)
  await expect(simulator.verify(token)).resolves.toHaveProperty('payload')
})

test('discovery lies as often as it was set, and a sign-in in between is well', async () => {
  const discovery = async () => simulator.call('/.well-known/openid-configuration')
  await set({ provider: 'google', fault: 'discovery-issuer' })
  await set({ provider: 'google', fault: 'discovery-endpoint' })
  await set({ provider: 'google', fault: 'discovery-error' })
  expect((await returned()).get('code')).toBeTruthy()
  expect((await (await discovery()).json()).issuer).not.toBe(simulator.issuer)
  expect((await (await discovery()).json()).token_endpoint).not.toContain(simulator.issuer)
  expect((await discovery()).status).toBe(500)
  expect(await (await discovery()).json()).toMatchObject({ issuer: simulator.issuer })
})
