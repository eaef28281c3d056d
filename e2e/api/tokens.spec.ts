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
