import { expect, test, vi } from 'vitest'
import { canonicalUrl } from './api-paths'

vi.hoisted(() => Object.assign(process.env, { SIMPLE_JWT_PREFIX: '/api', REST_AUTH_PREFIX: '/api/dj-rest-auth' }))

test.each([
  ['/api/token/refresh/', '/accounts/token/refresh/'],
  ['/api/dj-rest-auth/login/?next=/', '/dj-rest-auth/login/?next=/'],
  ['/api/auth/callback/google?code=x', '/api/auth/callback/google?code=x'],
  ['/api/session/token', '/api/session/token'],
  ['/apiary/', '/apiary/'],
  ['/accounts/token/', '/accounts/token/'],
])('with one prefix within the other %s is %s', (url, canonical) => {
  expect(canonicalUrl(url)).toBe(canonical)
})
