import { expect, test, vi } from 'vitest'
import { callApi, newPerson, TEST_PASSWORD } from '@/lib/testing/api'

vi.hoisted(() => {
  Object.assign(process.env, { JWT_AUTH_COOKIE: 'access', JWT_AUTH_REFRESH_COOKIE: 'refresh' })
})

const shapesOf = (headers: Headers) => {
  const shape = (line: string) => line.replace(/=[^;]*/, '').replace(/Max-Age=\d+; /, '')
  return headers.getSetCookie().map(shape).sort()
}

test('a page of another site takes no cookie from a browser', async () => {
  const headers = { origin: 'https://evil.example' }
  const { headers: answered } = await callApi('/dj-rest-auth/logout/', { headers })
  expect(answered.getSetCookie()).toEqual([])
})

test('logout clears every cookie that login sets, csrftoken included, with the same attributes', async () => {
  const { email } = await newPerson()
  const logIn = await callApi('/dj-rest-auth/login/', { body: { email, password: TEST_PASSWORD } })
  const logOut = await callApi('/dj-rest-auth/logout/', { body: {} })
  expect(shapesOf(logIn.headers)).toHaveLength(3)
  expect(shapesOf(logOut.headers)).toEqual(shapesOf(logIn.headers))
  for (const line of logOut.headers.getSetCookie()) expect(line).toMatch(/^(access|refresh|csrftoken)=; Max-Age=0;/)
})
