import { type ApiUser, findApiUser } from '@/lib/accounts/find-api-user'
import { env } from '@/lib/env'
import { AppError, isAppError } from '@/lib/errors'
import { authenticatePersonalToken } from './authenticate-personal-token'
import { verifyJwt } from './jwt'
import { findPersonalToken } from './personal-token'
import { requireTokenType } from './token-claims'
import { requireLiveToken, requireUnrevoked } from './verify-token'

/**
 * Finds the person behind `Authorization: Bearer <access token>`, or behind a personal access token. Cookies are not
 * looked at.
 *
 * @throws AppError not_authenticated: no token, a bad one, a revoked one, or the person is gone or disabled
 * @throws AppError forbidden: a personal access token without the scope
 * @see RFC 6750, RFC 9110 section 11.1 (the scheme's letter case does not matter)
 */
export async function authenticateBearer(
  request: { headers: Pick<Headers, 'get'>; method: string; url: string },
  now: Date = new Date(),
): Promise<ApiUser> {
  const header = request.headers.get('authorization')
  const personalToken = findPersonalToken(header)
  if (personalToken !== null) return authenticatePersonalToken(personalToken, request, now)
  return (await authenticateAccessToken(readBearer(header), now)).user
}

/** Who asks, and in which session; a token of a Django service with the shared key names none. */
export type ApiSignIn = { user: ApiUser; sessionId: string | undefined }

/** Finds the person an access token speaks for, however it was sent. */
export async function authenticateAccessToken(token: string, now: Date = new Date()): Promise<ApiSignIn> {
  const claims = await readClaims(token, now)
  if (claims.user_id === undefined) throw unauthenticated('no_user_id')
  const user = claims.user_id === null ? null : await findApiUser(claims.user_id)
  if (!user) throw unauthenticated('user_not_found')
  if (claims.sub !== undefined && claims.sub !== user.id) throw unauthenticated('invalid')
  if (!user.isActive) throw unauthenticated('user_inactive')
  return { user, sessionId: claims.sid }
}

export function readBearer(header: string | null): string {
  const [scheme, ...parts] = (header ?? '').trim().split(/\s+/)
  if (!isBearer(scheme)) throw new AppError('not_authenticated')
  if (parts.length !== 1 || !parts[0]) throw unauthenticated('bad_header')
  return parts[0]
}

/** Whether the scheme of a header announces an access token; its letter case does not matter. */
export function isBearer(scheme = ''): boolean {
  return env.AUTH_HEADER_TYPES.some((type) => type.toLowerCase() === scheme.toLowerCase())
}

async function readClaims(token: string, now: Date) {
  try {
    const claims = await verifyJwt(token, now)
    if (claims.token_type === 'sliding' && env.AUTH_TOKEN_CLASSES.includes('sliding'))
      await requireLiveToken(claims, now)
    else await requireLiveAccessToken(claims)
    return claims
  } catch (error) {
    if (isAppError(error) && error.code === 'token_not_valid') throw unauthenticated(error.reason ?? 'invalid', error)
    throw error
  }
}

async function requireLiveAccessToken(claims: Awaited<ReturnType<typeof verifyJwt>>): Promise<void> {
  requireTokenType(claims, env.AUTH_TOKEN_CLASSES.includes('access') ? 'access' : 'sliding')
  await requireUnrevoked(claims)
}

function unauthenticated(reason: string, cause?: unknown): AppError {
  return new AppError('not_authenticated', { reason, cause })
}
