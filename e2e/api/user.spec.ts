import { db } from '@/lib/db'
import { expect, test } from '../fixtures'
import { bearer, obtain } from './tokens'

const USER = '/dj-rest-auth/user/'

test('the user details are read and, being read-only, never changed', async ({ request, newUser }) => {
  const user = await newUser()
  const headers = bearer((await obtain(request, user)).access)
  const { number } = await db.user.findUniqueOrThrow({ where: { id: user.id }, select: { number: true } })
  const details = { pk: number, email: user.email }
  const change = { pk: 1, email: 'changed@example.com', first_name: 'Mallory', role: 'owner' }
  for (const path of [USER, USER.slice(0, -1)]) {
    for (const [method, data] of [['GET'], ['PUT', {}], ['PUT', change], ['PATCH', {}], ['PATCH', change]] as const) {
      const response = await request.fetch(path, { method, headers, ...(data && { data }) })
      expect(response.status(), method).toBe(200)
      expect(await response.json(), method).toEqual(details)
      expect(response.headers()).toMatchObject({ 'cache-control': 'no-store', vary: expect.stringContaining('Accept') })
    }
  }
  const row = await db.user.findUniqueOrThrow({ where: { id: user.id }, include: { profile: true } })
  expect(row).toMatchObject({ number, email: user.email, role: 'user', profile: { name: user.name } })
})

test('a change of the user details in a form the contract does not have is refused', async ({ request, newUser }) => {
  const headers = bearer((await obtain(request, await newUser())).access)
  const json = { ...headers, 'content-type': 'application/json' }
  for (const method of ['PUT', 'PATCH']) {
    const send = (data: string) => request.fetch(USER, { method, headers: json, data })
    expect((await send('{')).status()).toBe(400)
    expect(await (await send('[]')).json()).toEqual({
      non_field_errors: ['Invalid data. Expected a dictionary, but got list.'],
    })
  }
})

test('only an access token of a living sign-in reads the user details', async ({ request, newUser }) => {
  const { access, refresh } = await obtain(request, await newUser())
  const get = async (authorization: string) => {
    const response = await request.get(USER, { headers: { authorization } })
    expect(response.headers()['www-authenticate']).toBe('Bearer realm="api"')
    return { status: response.status(), ...(await response.json()) }
  }
  const refusal = { status: 401, code: 'token_not_valid', detail: 'Given token not valid for any token type' }
  const because = (message: string) => [{ token_class: 'AccessToken', token_type: 'access', message }]
  expect(await get('Bearer garbage')).toEqual({ ...refusal, messages: because('Token is invalid') })
  expect(await get(`Bearer ${refresh}`)).toEqual({ ...refusal, messages: because('Token has wrong type') })
  expect(await get('Bearer')).toMatchObject({ status: 401, code: 'bad_authorization_header' })
  await request.post('/accounts/token/blacklist/', { data: { refresh } })
  expect(await get(`Bearer ${access}`)).toEqual({ ...refusal, messages: because('Token is blacklisted') })
})
