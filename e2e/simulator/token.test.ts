import { decodeProtectedHeader } from 'jose'
import { expect, test } from 'vitest'
import { CLIENT_ID, CLIENT_SECRET } from './authorization'
import { nonce, startSimulator } from './simulator.fixture'

const simulator = await startSimulator()
const basic = (id: string, secret: string) => ({ authorization: `Basic ${btoa(`${id}:${secret}`)}` })
const noPost = { client_id: undefined, client_secret: undefined }

test('a code is traded for an id_token that the published key verifies, with what Google says', async () => {
  const sub = await simulator.addPerson({ name: 'Sora', email: 'sora@work.example', hd: 'work.example' })
  const answer = await (await simulator.redeem(await simulator.codeFor(sub))).json()
  expect(answer).toMatchObject({ token_type: 'Bearer', expires_in: 3_600, scope: 'openid email profile' })
  const { payload } = await simulator.verify(answer.id_token)
  expect(payload).toMatchObject({ sub, nonce, name: 'Sora', azp: CLIENT_ID, hd: 'work.example' })
  expect(payload).toMatchObject({ email: 'sora@work.example', email_verified: true })
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3_600)
})

test('without an address nothing is said of one, and an unverified one is called so', async () => {
  const { payload } = await simulator.verify(await simulator.idTokenFor({ name: 'Nobody' }))
  expect(Object.keys(payload)).not.toEqual(expect.arrayContaining(['email']))
  expect(payload).not.toHaveProperty('email_verified')
  const token = await simulator.idTokenFor({ name: 'Robin', email: 'r@e.example', emailVerified: false })
  expect((await simulator.verify(token)).payload).toMatchObject({ email: 'r@e.example', email_verified: false })
})

test('the access token opens the userinfo of its person, and a made-up one nothing', async () => {
  const { access_token } = await (await simulator.redeem(await simulator.codeFor('102'))).json()
  const userinfo = (token: string) => simulator.call('/userinfo', { headers: { authorization: `Bearer ${token}` } })
  expect(await (await userinfo(access_token)).json()).toMatchObject({ sub: '102', email: 'alex.doe@gmail.com' })
  expect((await userinfo('made-up')).status).toBe(401)
})

test.each([
  ['code_verifier', 'another verifier that has the right length, too'],
  ['code_verifier', undefined],
  ['redirect_uri', 'http://localhost:3000/another'],
  ['redirect_uri', undefined],
  ['code', 'made-up'],
  ['code', undefined],
  ['grant_type', 'password'],
  ['grant_type', undefined],
])('a code with %s=%s is worth nothing, then or later', async (name, value) => {
  const code = await simulator.codeFor('102')
  const response = await simulator.redeem(code, { [name]: value })
  expect(response.status).toBe(400)
  expect(await response.json()).toEqual({ error: 'invalid_grant' })
  if (name !== 'code') expect((await simulator.redeem(code)).status).toBe(400)
})

test('without a code nothing matches, not even a request that names nothing', async () => {
  const nothing = { code: undefined, code_verifier: undefined, redirect_uri: undefined }
  expect((await simulator.redeem('', nothing)).status).toBe(400)
})

test('a code is worth something once', async () => {
  const code = await simulator.codeFor('102')
  expect((await simulator.redeem(code)).status).toBe(200)
  expect((await simulator.redeem(code)).status).toBe(400)
})

test('of two exchanges at once one succeeds', async () => {
  const code = await simulator.codeFor('102')
  const answers = await Promise.all([simulator.redeem(code), simulator.redeem(code)])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
})

test('the client may show its secret in the header', async () => {
  const code = await simulator.codeFor('102')
  expect((await simulator.redeem(code, noPost, basic(CLIENT_ID, CLIENT_SECRET))).status).toBe(200)
})

test.each([
  ['a wrong secret in the body', { client_secret: 'wrong' }, {}],
  ['no secret', { client_secret: undefined }, {}],
  ['another client in the body', { client_id: 'another-client' }, {}],
  ['a wrong secret in the header', noPost, basic(CLIENT_ID, 'wrong')],
  ['another client in the header', noPost, basic('another-client', CLIENT_SECRET)],
  ['a wrong header and a right body', {}, basic(CLIENT_ID, 'wrong')],
  ['another kind of header', {}, { authorization: `Bearer ${CLIENT_SECRET}` }],
])('a client with %s is refused, and the code stays', async (_, changes, headers) => {
  const code = await simulator.codeFor('102')
  const response = await simulator.redeem(code, changes, headers)
  expect(response.status).toBe(401)
  expect(await response.json()).toEqual({ error: 'invalid_client' })
  expect((await simulator.redeem(code)).status).toBe(200)
})

test('an id_token names the key it is signed with', async () => {
  const { keys } = await (await simulator.call('/jwks')).json()
  const token = await simulator.idTokenFor({ name: 'Alex' })
  expect(decodeProtectedHeader(token)).toEqual({ alg: 'RS256', kid: keys[0].kid, typ: 'JWT' })
})

test('a refresh token comes where it was asked for, and is worth new tokens', async () => {
  const tokensOf = async (changes: Record<string, string>) =>
    (await simulator.redeem(await simulator.codeFor('102', changes))).json()
  expect(await tokensOf({})).not.toHaveProperty('refresh_token')
  const wishes = [
    ['access_type', 'offline'],
    ['scope', 'openid offline_access'],
  ] as const
  for (const [name, value] of wishes) {
    const { access_token, refresh_token } = await tokensOf({ [name]: value })
    const refreshed = await (await simulator.redeem('', { grant_type: 'refresh_token', refresh_token })).json()
    expect(refreshed.access_token).not.toBe(access_token)
    // Google's stays, and is not repeated.
    expect(refreshed).not.toHaveProperty('refresh_token')
  }
  const madeUp = { grant_type: 'refresh_token', refresh_token: 'made up' }
  expect((await simulator.redeem('', madeUp)).status).toBe(400)
})
