import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { db } from '@/lib/db'
import { env } from '@/lib/env'
import { startRevocationFeed, stopRevocationFeed } from '@/lib/sessions/revocation-feed'
import { revokeSessionless, revokeSessions } from '@/lib/sessions/store'
import { claimsOf, newTokens } from '@/lib/testing/api'
import { signJwt } from './jwt'
import { verifyToken } from './verify-token'

const DAY = 86_400
const refused = { code: 'token_not_valid' }

/** A token of a service with another lifetime, or from before ACCESS_TOKEN_SECONDS was lowered. */
async function newLongToken(claims: object, secondsAgo = 0) {
  const { user, access } = await newTokens()
  const iat = Number(claimsOf(access).iat) - secondsAgo
  const token = await signJwt(
    { ...claimsOf(access), iat, exp: iat + 30 * DAY, jti: randomUUID(), ...claims },
    new Date(),
  )
  return { user, token }
}

const withoutSession = { sid: undefined, sub: undefined }

/** Written by another process, so long ago that no feed reads it any more. */
async function ageRevocations() {
  const aged = new Date(Date.now() - (env.ACCESS_TOKEN_SECONDS + 600) * 1_000)
  expect((await db.revocation.updateMany({ data: { createdAt: aged } })).count).toBeGreaterThan(0)
}

describe.each(['with a feed', 'without one'])('a token that lives longer than the feed remembers, %s', (how) => {
  beforeEach(() => db.revocation.deleteMany({}))
  const start = () => (how === 'with a feed' ? startRevocationFeed() : undefined)
  afterEach(stopRevocationFeed)

  test('T-17 is good while its session lives, and refused long after that has ended', async () => {
    const { user, token } = await newLongToken({})
    await revokeSessions(db, { userId: (await newTokens()).user.id }, { reason: 'signed_out', now: new Date() })
    await start()
    await expect(verifyToken({ token })).resolves.toEqual({})
    await revokeSessions(db, { userId: user.id }, { reason: 'signed_out', now: new Date() })
    await ageRevocations()
    await expect(verifyToken({ token })).rejects.toMatchObject(refused)
  })

  test('T-17 is refused once its person is gone, with their sessions', async () => {
    const { user, token } = await newLongToken({})
    await start()
    await db.user.delete({ where: { id: user.id } })
    await expect(verifyToken({ token })).rejects.toMatchObject({ ...refused, reason: 'user_not_found' })
  })

  test('T-17 that names no session is refused long after the person signed out everywhere', async () => {
    const { user, token } = await newLongToken(withoutSession, DAY / 2)
    await start()
    await expect(verifyToken({ token })).resolves.toEqual({})
    await revokeSessionless(db, user.id, 'signed_out_everywhere')
    await ageRevocations()
    await expect(verifyToken({ token })).rejects.toMatchObject(refused)
  })

  test('T-17 that names no session is refused once the log may have forgotten its revocation', async () => {
    const { token } = await newLongToken(withoutSession, 3 * DAY)
    await start()
    await expect(verifyToken({ token })).rejects.toMatchObject(refused)
  })
})
