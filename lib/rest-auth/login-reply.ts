import { env } from '@/lib/env'
import { JsonReply } from '@/lib/http/json-reply'
import type { RefreshedTokens } from '@/lib/tokens/refresh-tokens'
import { cookiesFor, isRefreshHidden } from './auth-cookies'
import type { Login } from './open-login'
import { readTimes } from './token-times'
import { showUser } from './user-details'

/** What dj-rest-auth answers to a login, and sets as cookies. */
export function loginReply(login: Login): JsonReply {
  return new JsonReply(loginBody(login), 'tokens' in login ? withCookies(login.tokens) : {})
}

/** A registration answers the same without cookies, as recorded. */
export function registrationReply(login: Login): JsonReply {
  return new JsonReply(loginBody(login), { status: 201 })
}

function loginBody(login: Login): object {
  if ('key' in login) return { key: login.key }
  const { tokens, user } = login
  return {
    ...hideRefresh(tokens),
    user: showUser(user),
    ...(env.JWT_AUTH_RETURN_EXPIRATION === 'on' && expirations(tokens)),
  }
}

/** What dj-rest-auth answers to a refresh: always with the moments of expiry. */
export function refreshReply(tokens: RefreshedTokens): JsonReply {
  return new JsonReply({ ...hideRefresh(tokens), ...expirations(tokens) }, withCookies(tokens))
}

function hideRefresh<Tokens extends RefreshedTokens>(tokens: Tokens): Tokens {
  return tokens.refresh !== undefined && isRefreshHidden() ? { ...tokens, refresh: '' } : tokens
}

function expirations({ access, refresh }: RefreshedTokens): Record<string, string> {
  return {
    access_expiration: readTimes(access).expiresAt.toISOString(),
    ...(refresh !== undefined && { refresh_expiration: readTimes(refresh).expiresAt.toISOString() }),
  }
}

function withCookies(tokens: RefreshedTokens) {
  return { headers: { 'set-cookie': cookiesFor(tokens) } }
}
