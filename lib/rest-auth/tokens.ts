import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import type { JsonReply } from '@/lib/http/json-reply'
import type { JsonRequest } from '@/lib/http/json-request'
import type { Client } from '@/lib/sessions/client'
import { refreshTokens } from '@/lib/tokens/refresh-tokens'
import { verifyToken } from '@/lib/tokens/verify-token'
import { refreshReply } from './login-reply'
import { readOwnCookie } from './read-own-cookie'

/**
 * dj-rest-auth's refresh: the token from the body, else from the cookie.
 *
 * @throws AppError token_not_valid
 */
export async function refreshByBodyOrCookie(
  { refresh }: { refresh?: string | undefined },
  { request, client }: { request: JsonRequest; client: Client },
): Promise<JsonReply> {
  const presented = refresh ?? readOwnCookie(request, env.JWT_AUTH_REFRESH_COOKIE)
  if (!presented) throw new AppError('token_not_valid', { reason: 'no_refresh' })
  return refreshReply(await refreshTokens({ refresh: presented }, client))
}

/** @throws AppError validation_failed: neither in the body nor in the cookie */
export async function verifyByBodyOrCookie({ token }: { token?: string | undefined }, request: JsonRequest) {
  const presented = token ?? readOwnCookie(request, env.JWT_AUTH_COOKIE)
  if (!presented) throw new AppError('validation_failed', { fields: { token: ['required'] } })
  return verifyToken({ token: presented })
}
