import { expect, test } from '../fixtures'
import { bearer, obtain, TOKEN } from './tokens'

const TYPES = [
  'text/plain',
  'text/html',
  'text/json',
  'application/xml',
  'application/json-patch+json',
  'application/vnd.api+json',
  'application/octet-stream',
  'application/jsonx',
  'json',
]

test('W-19 a body of another type answers 415 at every endpoint that takes one', async ({ request, newUser }) => {
  const user = await newUser()
  const { access, refresh } = await obtain(request, user)
  const data = JSON.stringify({ email: user.email, password: user.password, refresh, token: access })
  const posts = [TOKEN, `${TOKEN}refresh/`, `${TOKEN}verify/`, `${TOKEN}blacklist/`].map((path) => ['POST', path])
  for (const [method = '', path = ''] of [...posts, ['PUT', '/dj-rest-auth/user/'], ['PATCH', '/dj-rest-auth/user/']]) {
    for (const type of TYPES) {
      const response = await request.fetch(path, { method, data, headers: { ...bearer(access), 'content-type': type } })
      expect(response.status(), `${method} ${path} ${type}`).toBe(415)
      expect(await response.json()).toEqual({ detail: `Unsupported media type "${type}" in request.` })
      expect(response.headers()).toMatchObject({
        'content-type': 'application/json',
        'x-content-type-options': 'nosniff',
      })
    }
  }
  expect((await request.post(`${TOKEN}verify/`, { data: { token: refresh } })).status()).toBe(200)
})

test('W-19 every answer says what it is and may not be taken for anything else', async ({ request, newUser }) => {
  const { access } = await obtain(request, await newUser())
  const hostile = '"><script>alert(1)</script>'
  const calls = [
    { status: 200, path: '/accounts/me/', headers: bearer(access) },
    { status: 200, path: '/.well-known/jwks.json' },
    { status: 400, path: TOKEN, data: '{' },
    { status: 401, path: '/accounts/me/' },
    { status: 404, path: '/accounts/me/?format=xml' },
    { status: 405, path: TOKEN, method: 'DELETE' },
    { status: 413, path: TOKEN, data: 'x'.repeat(33 * 1_024) },
    { status: 415, path: TOKEN, data: 'x', headers: { 'content-type': hostile } },
  ]
  for (const { status, path, data, method = data ? 'POST' : 'GET', headers = {} } of calls) {
    for (const accept of ['application/json', 'text/html']) {
      const type = { 'content-type': 'application/json', ...headers }
      const response = await request.fetch(path, { method, data, headers: { ...type, accept } })
      expect(response.status(), `${path} ${accept}`).toBe(status)
      expect(response.headers(), `${path} ${accept}`).toMatchObject({ 'x-content-type-options': 'nosniff' })
      const text = await response.text()
      if (response.headers()['content-type']?.startsWith('text/html')) expect(text).not.toContain('<script>')
      else expect(() => JSON.parse(text), `${path} ${accept}: ${text.slice(0, 80)}`).not.toThrow()
    }
  }
})

test('W-21 T-26 of several values of one name the last counts, and a list is no text', async ({ request, newUser }) => {
  const { email, password } = await newUser()
  const send = async (data: string, type: string) =>
    (await request.post(TOKEN, { data, headers: { 'content-type': type } })).status()
  const pairs = (...emails: string[]) => [...emails.map((value) => ['email', value]), ['password', password]]
  const json = (...emails: string[]) =>
    send(`{${pairs(...emails).map((pair) => pair.map((text) => JSON.stringify(text)).join(':'))}}`, 'application/json')
  const form = (...emails: string[]) =>
    send(new URLSearchParams(pairs(...emails)).toString(), 'application/x-www-form-urlencoded')
  for (const sendEmails of [json, form]) {
    expect(await sendEmails('nobody@example.com', email)).toBe(200)
    expect(await sendEmails(email, 'nobody@example.com')).toBe(401)
  }
  const list = await request.post(TOKEN, { data: { email: [email], password } })
  expect(list.status()).toBe(400)
  expect(await list.json()).toEqual({ email: ['Not a valid string.'] })
  expect((await request.post(TOKEN, { form: { 'email[]': email, password } })).status()).toBe(400)
})
