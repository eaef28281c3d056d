import { afterEach, expect, test, vi } from 'vitest'
import { db } from '@/lib/db'
import { env } from '@/lib/env'
import { processWide } from '@/lib/process-wide'
import { endAllSessions } from '@/lib/sessions/end-sessions'
import { applyRevocation } from '@/lib/sessions/revocation-feed'
import { newPerson, newTokens, testClient } from '@/lib/testing/api'
import { verifyJwt } from './jwt'
import { mintAccessToken } from './mint-tokens'
import { pullSigningKey } from './rotate-signing-keys'
import { findVerificationKey, forgetSigningKeys } from './signing-keys'
import { verifyToken } from './verify-token'

const invalid = { code: 'token_not_valid' }
afterEach(() => vi.restoreAllMocks())

const remembered = () => processWide('verified-tokens', () => new Map<string, unknown>())

test('a token that was verified a moment ago is recalled, and judged by its moments all the same', async () => {
  const { access } = await newTokens()
  const claims = await verifyJwt(access)
  expect(await verifyJwt(access)).toBe(claims)
  const later = new Date(Date.now() + env.ACCESS_TOKEN_SECONDS * 1_000)
  await expect(verifyJwt(access, later)).rejects.toMatchObject({ ...invalid, reason: 'expired' })
})

test('T-17 a recalled token of an ended session is refused at once', async () => {
  const { access, user } = await newTokens()
  await verifyToken({ token: access })
  await endAllSessions({ userId: user.id, reason: 'signed_out_everywhere', client: testClient })
  await expect(verifyToken({ token: access })).rejects.toMatchObject(invalid)
})

test('T-27 a recalled token is refused once its key is gone', async () => {
  const { access } = await newTokens()
  await verifyJwt(access)
  await db.signingKey.deleteMany({})
  forgetSigningKeys()
  await expect(verifyJwt(access)).rejects.toMatchObject(invalid)
})

test('a token is still recalled when its key was read again and is the same', async () => {
  const { access } = await newTokens()
  const claims = await verifyJwt(access)
  const later = performance.now() + 61_000
  vi.spyOn(performance, 'now').mockReturnValue(later)
  expect(await findVerificationKey('of a stranger', new Date())).toBeNull()
  expect(await verifyJwt(access)).toBe(claims)
})

test.each([
  ['here', (kid: string) => pullSigningKey(kid, testClient)],
  [
    'in another process',
    (kid: string) => applyRevocation({ subject: 'key', subjectId: kid, reason: 'key_pulled', at: new Date() }),
  ],
])('T-27 nothing is remembered any more once a key is pulled %s', async (_, pull) => {
  const { access } = await newTokens()
  const { kid = '' } = await verifyJwt(access)
  expect(remembered().size).toBeGreaterThan(0)
  await pull(kid)
  expect(remembered().size).toBe(0)
  await db.signingKey.deleteMany({})
  forgetSigningKeys()
})

test('only so many are remembered, and the others are verified anew', async () => {
  const { id, number } = await newPerson()
  const subject = { userId: id, userNumber: number, sessionId: crypto.randomUUID() }
  const sessionExpiresAt = new Date(Date.now() + 3_600_000)
  const mint = () => mintAccessToken({ ...subject, sessionExpiresAt }, new Date())
  const first = await mint()
  await verifyJwt(first)
  for (let count = 0; count < 4_100; count += 1) await verifyJwt(await mint())
  expect(remembered().size).toBe(4_000)
  expect(remembered().has(first)).toBe(false)
  expect(await verifyJwt(first)).toHaveProperty('jti')
})
