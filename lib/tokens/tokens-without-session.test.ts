import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { changePassword } from '@/lib/accounts/change-password'
import { endOtherSessions } from '@/lib/sessions/end-sessions'
import { claimsOf, testClient as client, newTokens, TEST_PASSWORD } from '@/lib/testing/api'
import { authenticateAccessToken } from './authenticate-bearer'
import { endAllByStaff } from './end-by-staff'
import { signJwt } from './jwt'
import { signOutEverywhere } from './sign-out-everywhere'
import { ownAudience, ownIssuer } from './token-claims'
import { verifyToken } from './verify-token'

type Person = { id: string; number: number; email: string }

/** As a Django service with the shared key makes them: the number only, ids of version 4, whole seconds. */
function mintByDjango({ number }: Person, now = new Date()) {
  const iat = Math.floor(now.getTime() / 1_000)
  const claims = { token_type: 'access', iat, exp: iat + 300, jti: randomUUID().replaceAll('-', '') }
  return signJwt({ ...claims, iss: ownIssuer(), aud: ownAudience(), user_id: String(number) }, now)
}

const newPassword = 'copper lantern seventeen'

test.each<[act: string, run: (user: Person, keepSessionId: string) => Promise<unknown>, isKept: boolean]>([
  [
    'a changed password',
    (user, sessionId) =>
      changePassword({ actor: { user, sessionId }, currentPassword: TEST_PASSWORD, newPassword, locale: 'en' }, client),
    true,
  ],
  [
    'the end of all other sign-ins',
    ({ id: userId }, keepSessionId) => endOtherSessions({ userId, keepSessionId, reason: 'ended_by_person', client }),
    true,
  ],
  ['signing out everywhere', ({ id: userId }) => signOutEverywhere({ userId, revokesTokens: false }, client), false],
  ['an end by the staff', ({ id: userId }) => endAllByStaff({ userId, staffId: userId, client }), false],
])('T-17 %s refuses tokens that name no session, and spares the one that goes on', async (_, act, isKept) => {
  const { user, access } = await newTokens()
  const token = await mintByDjango(user)
  await expect(verifyToken({ token })).resolves.toEqual({})
  await act(user, String(claimsOf(access).sid))
  for (const door of [() => verifyToken({ token }), () => authenticateAccessToken(token)])
    await expect(door()).rejects.toMatchObject({ status: 401 })

  const asks = verifyToken({ token: access }).then(
    () => true,
    () => false,
  )
  expect(await asks).toBe(isKept)
  const later = new Date(Date.now() + 2_000)
  await expect(verifyToken({ token: await mintByDjango(user, later) }, later)).resolves.toEqual({})
})
