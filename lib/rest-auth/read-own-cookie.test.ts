import { expect, test, vi } from 'vitest'
import { callApi, newTokens, TEST_PASSWORD } from '@/lib/testing/api'

vi.hoisted(() => {
  const cookies = { JWT_AUTH_COOKIE: 'access', JWT_AUTH_REFRESH_COOKIE: 'refresh' }
  // Without the CSRF check nothing but the origin stands between a page of another site and the account.
  Object.assign(process.env, { ...cookies, JWT_AUTH_COOKIE_USE_CSRF: 'off' })
})

const NEW_PASSWORD = 'copper lantern seventeen'
const newPasswords = { old_password: TEST_PASSWORD, new_password1: NEW_PASSWORD, new_password2: NEW_PASSWORD }

const doors: { method: string; path: string; body?: object; refusal: number }[] = [
  { method: 'GET', path: 'user/', refusal: 401 },
  { method: 'PATCH', path: 'user/', body: {}, refusal: 401 },
  { method: 'POST', path: 'password/change/', body: newPasswords, refusal: 401 },
  { method: 'POST', path: 'token/refresh/', body: {}, refusal: 401 },
  { method: 'POST', path: 'token/verify/', body: {}, refusal: 400 },
]

test.each(doors)(
  'T-25 $method $path takes no cookie of a request from elsewhere',
  async ({ path, refusal, ...call }) => {
    const { access, refresh } = await newTokens()
    const cookie = `access=${access}; refresh=${refresh}`
    const ask = async (headers: Record<string, string>) =>
      (await callApi(`/dj-rest-auth/${path}`, { ...call, headers: { cookie, ...headers } })).status
    expect(await ask({ origin: 'https://evil.example' })).toBe(refusal)
    expect(await ask({ origin: 'http://localhost:3001' })).toBe(refusal)
    expect(await ask({ origin: 'null' })).toBe(refusal)
    expect(await ask({ origin: 'http://localhost:3000' })).toBe(200)
  },
)

test('a request without an Origin, as programs send it, is known by its cookie', async () => {
  const { access, user } = await newTokens()
  const headers = { cookie: `access=${access}` }
  const { body } = await callApi('/dj-rest-auth/user/', { method: 'GET', headers })
  expect(body).toMatchObject({ email: user.email })
})

test('T-25 a token in the header counts wherever the page that sends it is', async () => {
  const { access } = await newTokens()
  const headers = { authorization: `Bearer ${access}`, origin: 'https://app.example' }
  expect((await callApi('/dj-rest-auth/user/', { method: 'GET', headers })).status).toBe(200)
})
