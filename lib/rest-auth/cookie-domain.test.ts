import { expect, test, vi } from 'vitest'
import { callApi, newPerson, TEST_PASSWORD } from '@/lib/testing/api'

vi.hoisted(() => {
  const cookies = { JWT_AUTH_COOKIE: 'access', JWT_AUTH_REFRESH_COOKIE: 'refresh' }
  const attributes = { JWT_AUTH_REFRESH_COOKIE_PATH: '/dj-rest-auth/token/', JWT_AUTH_SAMESITE: 'Strict' }
  Object.assign(process.env, { ...cookies, ...attributes, JWT_AUTH_COOKIE_DOMAIN: 'example.com' })
})

/** The attributes of each cookie without its age, by its name. */
function attributesOf(headers: Headers) {
  const entries = headers.getSetCookie().map((line): [string, string[]] => {
    const [pair = '', ...attributes] = line.split('; ')
    return [pair.slice(0, pair.indexOf('=')), attributes.filter((it) => !it.startsWith('Max-Age='))]
  })
  return Object.fromEntries(entries)
}

test('JWT_AUTH_COOKIE_DOMAIN: cookies are set and cleared with the named domain and all else alike', async () => {
  const { email } = await newPerson()
  const logIn = await callApi('/dj-rest-auth/login/', { body: { email, password: TEST_PASSWORD } })
  const logOut = await callApi('/dj-rest-auth/logout/', { body: {} })
  const common = ['SameSite=Strict', 'Domain=example.com']
  expect(attributesOf(logIn.headers)).toEqual({
    access: ['Path=/', ...common, 'HttpOnly', 'Secure'],
    csrftoken: ['Path=/', ...common, 'Secure'],
    refresh: ['Path=/dj-rest-auth/token/', ...common, 'HttpOnly', 'Secure'],
  })
  expect(attributesOf(logOut.headers)).toEqual(attributesOf(logIn.headers))
})
