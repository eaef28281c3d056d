import { expect, test } from '../fixtures'
import { bearer, obtain, TOKEN } from './tokens'

const USER = '/dj-rest-auth/user/'
const POST_ONLY = [TOKEN, `${TOKEN}refresh/`, `${TOKEN}verify/`, `${TOKEN}blacklist/`]
const KEYS = '/.well-known/jwks.json'
const PROTECTED = [
  { path: '/accounts/me/', allow: 'GET, HEAD, OPTIONS', refused: ['POST', 'PUT', 'PATCH', 'DELETE'] },
  { path: USER, allow: 'GET, PUT, PATCH, HEAD, OPTIONS', refused: ['POST', 'DELETE'] },
]

test('a method an endpoint does not have answers 405 with Allow', async ({ request }) => {
  const open = [
    ...POST_ONLY.map((path) => ({ path, allow: 'POST, OPTIONS', refused: ['GET', 'PUT', 'PATCH', 'DELETE'] })),
    { path: KEYS, allow: 'GET, HEAD, OPTIONS', refused: ['POST', 'PUT', 'PATCH', 'DELETE'] },
  ]
  for (const { path, allow, refused } of open) {
    for (const method of refused) {
      const response = await request.fetch(path, { method })
      expect(response.status(), `${method} ${path}`).toBe(405)
      expect(response.headers(), `${method} ${path}`).toMatchObject({ allow })
      expect(response.headers()).not.toHaveProperty('www-authenticate')
      const { detail, title } = await response.json()
      expect(detail ?? title).toBe(path === KEYS ? 'method not allowed' : `Method "${method}" not allowed.`)
    }
    expect((await request.head(path)).status(), path).toBe(path === KEYS ? 200 : 405)
  }
})

test('OPTIONS describes an endpoint and what it takes', async ({ request, newUser }) => {
  const describeEndpoint = async (path: string, headers = {}) => {
    const response = await request.fetch(path, { method: 'OPTIONS', headers })
    expect(response.status(), path).toBe(200)
    return response.json()
  }
  expect(await describeEndpoint(TOKEN)).toMatchObject({
    name: 'Token Obtain Pair',
    renders: ['application/json', 'text/html'],
    parses: ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'],
    actions: { POST: { email: { required: true }, password: { required: true } } },
  })
  const named = { [`${TOKEN}refresh`]: 'refresh', [`${TOKEN}verify`]: 'token', [`${TOKEN}blacklist`]: 'refresh' }
  for (const [path, field] of Object.entries(named)) {
    expect(Object.keys((await describeEndpoint(path)).actions.POST), path).toEqual([field])
  }
  const headers = bearer((await obtain(request, await newUser())).access)
  expect(await describeEndpoint('/accounts/me/', headers)).toMatchObject({ name: 'Me' })
  expect(await describeEndpoint(USER, headers)).toMatchObject({ name: 'User Details' })
})

test('who asks is judged before the method and the body, and after what is accepted', async ({ request, newUser }) => {
  const xml = { accept: 'application/xml' }
  const headers = bearer((await obtain(request, await newUser())).access)
  for (const { path, allow, refused } of PROTECTED) {
    for (const method of [...refused, 'OPTIONS', 'GET']) {
      const response = await request.fetch(path, { method, data: '{', headers: { 'content-type': 'text/plain' } })
      expect(response.status(), `${method} ${path}`).toBe(401)
      expect(response.headers()).toMatchObject({ allow, 'www-authenticate': 'Bearer realm="api"' })
      expect(await response.json()).toEqual({ detail: 'Authentication credentials were not provided.' })
      expect((await request.fetch(path, { method, headers: xml })).status(), `${method} ${path}`).toBe(406)
    }
    for (const method of refused) {
      const response = await request.fetch(path, { method, headers })
      expect(response.status(), `${method} ${path}`).toBe(405)
      expect(response.headers()).toMatchObject({ allow })
      expect(response.headers()).not.toHaveProperty('www-authenticate')
      expect(await response.json()).toEqual({ detail: `Method "${method}" not allowed.` })
    }
  }
})
