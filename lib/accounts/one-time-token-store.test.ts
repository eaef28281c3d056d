import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { randomSecret } from '@/lib/encryption'
import { secondsAfter } from '@/lib/sessions/session'
import { race } from '@/lib/testing/long'
import { consumeOneTimeToken, createOneTimeToken } from './one-time-token-store'

const now = new Date('2026-11-23T12:00:00Z')
const expiresAt = secondsAfter(now, 60)

async function newToken() {
  const secret = randomSecret()
  await createOneTimeToken(db, { purpose: 'confirm_email', userId: null, secret, data: {}, expiresAt })
  return secret
}

test('R-17 of twenty requests with one token exactly one gets it', race, async () => {
  const secret = await newToken()
  const attempts = Array.from({ length: 20 }, () => consumeOneTimeToken(db, { purpose: 'confirm_email', secret, now }))
  expect((await Promise.all(attempts)).filter((token) => token !== null)).toHaveLength(1)
})

test('R-13 a token is nothing to another purpose, and stays good for its own', async () => {
  const secret = await newToken()
  expect(await consumeOneTimeToken(db, { purpose: 'link_identity', secret, now })).toBeNull()
  expect(await consumeOneTimeToken(db, { purpose: 'confirm_email', secret, now })).not.toBeNull()
})

test('R-12 a token is nothing from the moment it expires', async () => {
  const secret = await newToken()
  expect(await consumeOneTimeToken(db, { purpose: 'confirm_email', secret, now: expiresAt })).toBeNull()
})
