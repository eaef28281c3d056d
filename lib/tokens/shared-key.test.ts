import { createHmac, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { deactivateUser, deleteUser } from '@/lib/accounts/deactivate-user'
import { endAllSessions } from '@/lib/sessions/end-sessions'
import { startRevocationFeed, stopRevocationFeed } from '@/lib/sessions/revocation-feed'
import { testClient as client, newTokens } from '@/lib/testing/api'
import { answersOfDoors } from './token-doors.fixture'

const SHARED_KEY = 'short'

vi.hoisted(() => {
  Object.assign(process.env, {
    ...{ TOKEN_ALGORITHM: 'HS256', TOKEN_SIGNING_KEY: 'short', TOKEN_ISSUER: 'none', TOKEN_AUDIENCE: 'none' },
  })
})

const sign = (signed: string) => createHmac('sha256', SHARED_KEY).update(signed).digest('base64url')
const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')

/** As a Django service with the same key makes them: the person's number and nothing else of ours. */
function mintByDjango({ number }: { number: number }, exp: number): string {
  const times = { exp, iat: exp - 300, jti: randomUUID().replaceAll('-', '') }
  const claims = { token_type: 'access', ...times, user_id: String(number) }
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`
  return `${signed}.${sign(signed)}`
}

test('a short shared key signs in local mode, which names it in its banner', async () => {
  const { access } = await newTokens()
  const [signed, signature] = [access.slice(0, access.lastIndexOf('.')), access.slice(access.lastIndexOf('.') + 1)]
  expect(signature).toBe(sign(signed))
  expect(await answersOfDoors(access, new Date())).toEqual({ verify: true, bearer: true })
})

const states = (['active', 'disabled', 'deleted'] as const)
  .flatMap((person) => (['live', 'ended'] as const).map((session) => ({ person, session })))
  .flatMap((state) => (['in time', 'expired'] as const).map((token) => ({ ...state, token })))

describe.each(['from memory', 'from the database'])('revocation is judged %s', (how) => {
  beforeAll(() => (how === 'from memory' ? startRevocationFeed() : undefined))
  afterAll(stopRevocationFeed)

  test.each(states)(
    'verify and Bearer agree on a token with the number only: person $person, sign-ins $session, token $token',
    async ({ person, session, token }) => {
      const { user } = await newTokens()
      const seconds = Math.floor(Date.now() / 1_000)
      const access = mintByDjango(user, token === 'expired' ? seconds - 1 : seconds + 300)
      if (session === 'ended') await endAllSessions({ userId: user.id, reason: 'signed_out_everywhere', client })
      if (person === 'disabled') await deactivateUser(user.email, client)
      if (person === 'deleted') await deleteUser(user.email, client)
      const isGood = person === 'active' && session === 'live' && token === 'in time'
      expect(await answersOfDoors(access, new Date())).toEqual({ verify: isGood, bearer: isGood })
    },
  )
})
