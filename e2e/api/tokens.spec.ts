import { expect, test } from '../fixtures'
import { obtain, TOKEN } from './tokens'

type Api = import('@playwright/test').APIRequestContext

const getMe = (request: Api, authorization: string) => request.get('/accounts/me/', { headers: { authorization } })

test('a client gets, verifies, refreshes and blacklists tokens, with and without the final slash', async ({
  request,
  newUser,
}) => {
  const user = await newUser()
  const first = await obtain(request, user)
  expect((await request.post('/accounts/token/verify', { data: { token: first.access } })).status()).toBe(200)
  expect(await (await getMe(request, `Bearer ${first.access}`)).json()).toMatchObject({ email: user.email })

  const second = await (await request.post('/accounts/token/refresh/', { data: { refresh: first.refresh } })).json()
  expect(Object.keys(second).sort()).toEqual(['access', 'refresh'])
  expect((await request.post('/accounts/token/blacklist', { data: { refresh: second.refresh } })).status()).toBe(200)
  expect((await getMe(request, `Bearer ${second.access}`)).status()).toBe(401)
})

test('T-12 one refresh token sent 20 times at once has one successor', async ({ request, newUser }) => {
  const { refresh } = await obtain(request, await newUser())
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => request.post('/accounts/token/refresh/', { data: { refresh } })),
  )
  const pairs = await Promise.all(answers.map((answer) => answer.json()))
  const successors = pairs.map(
    (pair) => JSON.parse(Buffer.from(pair.refresh.split('.')[1], 'base64url').toString()).jti,
  )
  expect(new Set(successors).size).toBe(1)
})

test('T-25 cookies are ignored, and no other origin is let in', async ({ request, newUser }) => {
  const { access } = await obtain(request, await newUser())
  const byCookie = await request.get('/accounts/me/', { headers: { cookie: `access=${access}` } })
  expect(byCookie.status()).toBe(401)
  const foreign = await request.fetch(TOKEN, { method: 'OPTIONS', headers: { origin: 'https://evil.example' } })
  expect(foreign.headers()).not.toHaveProperty('access-control-allow-origin')
})

test('T-26 what is no JSON is refused with the contract’s texts', async ({ request }) => {
  const send = (data: string, type: string) => request.post(TOKEN, { data, headers: { 'content-type': type } })
  expect((await send('{', 'application/json')).status()).toBe(400)
  expect((await send('hello', 'text/plain')).status()).toBe(415)
  expect(await (await send('{}', 'application/json')).json()).toEqual({
    email: ['This field is required.'],
    password: ['This field is required.'],
  })
})

test('W-19 what is not sent as JSON or a form is not read as such, and no answer is to be sniffed', async ({
  request,
  newUser,
}) => {
  const { email, password } = await newUser()
  const data = JSON.stringify({ email, password, refresh: 'x', token: 'x' })
  for (const path of ['', 'refresh/', 'verify/', 'blacklist/']) {
    for (const type of [
      'text/plain',
      'text/html',
      'application/xml',
      'application/octet-stream',
      'application/jsonp',
    ]) {
      const answer = await request.post(TOKEN + path, { data, headers: { 'content-type': type } })
      expect(answer.status(), `${path} ${type}`).toBe(415)
      expect(answer.headers()['content-type']).toMatch(/^application\/json/)
      expect(answer.headers()['x-content-type-options']).toBe('nosniff')
    }
  }
})

test('the refusals of refresh, verify and blacklist', async ({ request, newUser }) => {
  const pair = await obtain(request, await newUser())
  const post = async (path: string, data: object) => {
    const answer = await request.post(TOKEN + path, { data })
    return [answer.status(), await answer.json()]
  }
  const refused = (detail: string) => [401, { detail, code: 'token_not_valid' }]
  const required = ['This field is required.']
  expect(await post('refresh/', {})).toEqual([400, { refresh: required }])
  expect(await post('blacklist/', {})).toEqual([400, { refresh: required }])
  expect(await post('verify/', {})).toEqual([400, { token: required }])
  for (const path of ['refresh/', 'blacklist/']) {
    expect(await post(path, { refresh: 'x.y.z' })).toEqual(refused('Token is invalid'))
    expect(await post(path, { refresh: pair.access })).toEqual(refused('Token has wrong type'))
  }
  expect(await post('verify/', { token: 'x.y.z' })).toEqual(refused('Token is invalid'))
  expect(await post('blacklist/', { refresh: pair.refresh })).toEqual([200, {}])
  expect(await post('refresh/', { refresh: pair.refresh })).toEqual(refused('Token is blacklisted'))
  expect(await post('verify/', { token: pair.refresh })).toEqual([400, { non_field_errors: ['Token is blacklisted'] }])
})

test('the details of a person are read with GET, PUT and PATCH, and the keys of the tokens are published', async ({
  request,
  newUser,
}) => {
  const user = await newUser()
  const { access } = await obtain(request, user)
  const headers = { authorization: `Bearer ${access}` }
  for (const method of ['GET', 'PUT', 'PATCH']) {
    const answer = await request.fetch('/dj-rest-auth/user/', { method, headers, data: { email: 'x@example.com' } })
    expect([answer.status(), await answer.json()]).toEqual([200, { pk: expect.any(Number), email: user.email }])
  }
  expect((await request.post('/dj-rest-auth/user/')).status()).toBe(401)
  expect((await request.post('/dj-rest-auth/user/', { headers })).status()).toBe(405)
  const { keys } = await (await request.get('/.well-known/jwks.json')).json()
  const { kid } = JSON.parse(Buffer.from(access.split('.')[0] ?? '', 'base64url').toString())
  expect(keys).toContainEqual(expect.objectContaining({ kid, kty: 'EC', crv: 'P-256', use: 'sig', alg: 'ES256' }))
  for (const key of keys) expect(key).not.toHaveProperty('d')
})

test('T-28 answers with tokens may not be stored', async ({ request, newUser }) => {
  const { email, password } = await newUser()
  const response = await request.post(TOKEN, { data: { email, password } })
  expect(response.status()).toBe(200)
  expect(response.headers()['cache-control']).toBe('no-store')
})

test('T-09 a token of 10 KB and a broken header are refused, never 500', async ({ request }) => {
  for (const value of ['Bearer', 'Bearer %', `Bearer ${'a'.repeat(10_000)}`, 'Bearer a b', '']) {
    expect((await getMe(request, value)).status()).toBe(401)
  }
  expect((await getMe(request, `Bearer ${'a'.repeat(40_000)}`)).status()).toBe(431)
})
