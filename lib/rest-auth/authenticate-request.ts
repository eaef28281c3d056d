import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { clientOf } from '@/lib/http/client'
import type { JsonRequest } from '@/lib/http/json-request'
import { bearerChallenge } from '@/lib/http/wire-problem'
import { type ApiSignIn, authenticateAccessToken, isBearer, readBearer } from '@/lib/tokens/authenticate-bearer'
import { authenticateKey } from '@/lib/tokens/authenticate-key'
import { authenticatePersonalToken } from '@/lib/tokens/authenticate-personal-token'
import { findPersonalToken } from '@/lib/tokens/personal-token'
import { assertCsrf } from './csrf'
import { readOwnCookie } from './read-own-cookie'

const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Finds who asks at an endpoint of dj-rest-auth: by `Authorization: Bearer` or `Token` (a personal access
 * token in either), else by the access cookie of a request of our own.
 * A header is judged before the cookie, and a bad one is not made good by it.
 *
 * @throws AppError not_authenticated: none of them, or a bad one
 * @throws AppError forbidden: a personal access token without the scope, or by cookie, without the CSRF token where something would change
 */
export async function authenticateRequest(request: JsonRequest, now: Date = new Date()): Promise<ApiSignIn> {
  const header = request.headers.get('authorization') ?? ''
  const personalToken = findPersonalToken(header)
  if (personalToken !== null) {
    return { user: await authenticatePersonalToken(personalToken, request, now), sessionId: undefined }
  }
  const [scheme = ''] = header.trim().split(/\s+/)
  if (isBearer(scheme)) return authenticateAccessToken(readBearer(header), now)
  if (scheme.toLowerCase() === 'token') return authenticateKey(header, clientOf(request.headers), now)
  return authenticateCookie(request, now)
}

async function authenticateCookie(request: JsonRequest, now: Date): Promise<ApiSignIn> {
  const token = readOwnCookie(request, env.JWT_AUTH_COOKIE)
  if (token === null) throw new AppError('not_authenticated')
  const signIn = await authenticateAccessToken(token, now)
  const isChange = !READING.has(request.method)
  if (isChange && env.JWT_AUTH_COOKIE_USE_CSRF === 'on') assertCsrf(request, signIn)
  return signIn
}

/** The scheme that a 401 of these endpoints asks for. */
export function challenge(): string {
  return env.USE_JWT === 'on' ? bearerChallenge() : 'Token'
}
