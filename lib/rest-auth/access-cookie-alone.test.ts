import { expect, test, vi } from 'vitest'
import { callApi, newPerson, TEST_PASSWORD } from '@/lib/testing/api'

vi.hoisted(() => Object.assign(process.env, { USE_JWT: 'on', JWT_AUTH_COOKIE: 'access', JWT_AUTH_HTTPONLY: 'on' }))

test('where tokens come in cookies that scripts cannot read, no refresh token stands in a body', async () => {
  const { email } = await newPerson()
  const { body } = await callApi('/dj-rest-auth/login/', { body: { email, password: TEST_PASSWORD } })
  expect(body).toMatchObject({ access: expect.any(String), refresh: '' })
})
