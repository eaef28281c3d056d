import { expect, test, vi } from 'vitest'
import { randomSecret } from '@/lib/encryption'
import { isOutage } from '@/lib/http/outage'
import { countAttempt } from '@/lib/limits/count-attempt'
import { findSignIn } from './find-sign-in'

const ownDatabase = vi.hoisted(() => {
  const url = process.env.DATABASE_URL
  process.env.DATABASE_URL = 'postgres://nobody@localhost:1/none'
  return url
})

// The pool was made above; what clears up after the tests needs the address of the real one.
process.env.DATABASE_URL = ownDatabase

const client = { ip: '192.0.2.1', userAgent: 'vitest', requestId: 'test' }

test('S-20 a session that cannot be looked up is an outage, never nobody', async () => {
  const error: unknown = await findSignIn(randomSecret(), client).catch((thrown) => thrown)
  expect(isOutage(error)).toBe(true)
})

test('S-20 an attempt that cannot be counted is refused as unavailable', async () => {
  await expect(countAttempt({ act: 'password', account: 'a@example.org', client })).rejects.toMatchObject({
    code: 'unavailable',
    retryAfterSeconds: 5,
  })
})
