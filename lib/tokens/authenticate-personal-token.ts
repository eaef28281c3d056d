import { type ApiUser, findApiUser } from '@/lib/accounts/find-api-user'
import { hashSecret } from '@/lib/encryption'
import { AppError } from '@/lib/errors'
import { secondsAfter } from '@/lib/sessions/session'
import { hasExpired, isWellFormed } from './personal-token'
import { isWithinScopes } from './personal-token-scopes'
import { findTokenByHash, type PresentedToken, touchToken } from './personal-token-store'

const USED_EVERY_SECONDS = 60

/**
 * Finds the person behind a personal access token and that it may do what is asked.
 * Last used moves at most once a minute, and by a use that its scopes forbid as well.
 *
 * @throws AppError not_authenticated: unknown, revoked, expired, or the person is gone or disabled
 * @throws AppError forbidden: the endpoint takes no personal token, or this one lacks the scope
 */
export async function authenticatePersonalToken(
  token: string,
  request: { method: string; url: string },
  now: Date = new Date(),
): Promise<ApiUser> {
  const presented = isWellFormed(token) ? await findTokenByHash(hashSecret(token)) : null
  if (!presented) throw refused('invalid')
  if (presented.revokedAt) throw refused('blacklisted')
  if (hasExpired(presented, now)) throw refused('expired')
  const user = await findApiUser(presented.userNumber)
  if (!user?.isActive) throw refused(user ? 'user_inactive' : 'user_not_found')
  await noteUse(presented, now)
  if (!isWithinScopes(presented.scopes, request)) {
    throw new AppError('forbidden', { reason: 'insufficient_scope', userId: user.id })
  }
  return user
}

async function noteUse({ id, lastUsedAt }: PresentedToken, now: Date): Promise<void> {
  const usedBefore = secondsAfter(now, -USED_EVERY_SECONDS)
  if (lastUsedAt === null || lastUsedAt < usedBefore) await touchToken(id, { usedBefore, now })
}

function refused(reason: string): AppError {
  return new AppError('not_authenticated', { reason })
}
