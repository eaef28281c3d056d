import { env } from '@/lib/env'
import type { TokenPair } from '@/lib/tokens/mint-tokens'
import { CSRF_COOKIE, csrfTokenOf } from './csrf'
import { readTimes } from './token-times'

/** Whether browsers get their tokens in cookies that scripts cannot read; then no answer of dj-rest-auth's has one in its body. */
export function isRefreshHidden(): boolean {
  const isByCookie = env.JWT_AUTH_COOKIE !== undefined || env.JWT_AUTH_REFRESH_COOKIE !== undefined
  return isByCookie && env.JWT_AUTH_HTTPONLY === 'on'
}

/** The Set-Cookie headers that hand tokens to a browser; none where no cookie is named. */
export function cookiesFor({ access, refresh }: Partial<TokenPair>): string[] {
  return [
    ...(access && env.JWT_AUTH_COOKIE ? [accessCookie(access), ...csrfCookies(access)] : []),
    ...(refresh && env.JWT_AUTH_REFRESH_COOKIE ? [refreshCookie(refresh)] : []),
  ]
}

/**
 * The Set-Cookie headers that take them back, with the attributes they were set with. Django leaves `csrftoken`, which
 * there belongs to the browser; ours is made of the session, and goes with it.
 */
export function clearedCookies(): string[] {
  return [
    ...(env.JWT_AUTH_COOKIE ? [cookie(env.JWT_AUTH_COOKIE, '', { maxAge: 0, path: '/' }), ...clearedCsrf()] : []),
    ...(env.JWT_AUTH_REFRESH_COOKIE
      ? [cookie(env.JWT_AUTH_REFRESH_COOKIE, '', { maxAge: 0, path: env.JWT_AUTH_REFRESH_COOKIE_PATH })]
      : []),
  ]
}

function accessCookie(access: string): string {
  return cookie(env.JWT_AUTH_COOKIE ?? '', access, { maxAge: readTimes(access).secondsLeft, path: '/' })
}

function refreshCookie(refresh: string): string {
  const path = env.JWT_AUTH_REFRESH_COOKIE_PATH
  return cookie(env.JWT_AUTH_REFRESH_COOKIE ?? '', refresh, { maxAge: readTimes(refresh).secondsLeft, path })
}

// Scripts must read this one: they repeat it in a header.
function csrfCookies(access: string): string[] {
  const { sessionId, secondsLeft } = readTimes(access)
  if (env.JWT_AUTH_COOKIE_USE_CSRF === 'off' || sessionId === undefined) return []
  return [cookie(CSRF_COOKIE, csrfTokenOf(sessionId), { maxAge: secondsLeft, path: '/', isReadable: true })]
}

function clearedCsrf(): string[] {
  if (env.JWT_AUTH_COOKIE_USE_CSRF === 'off') return []
  return [cookie(CSRF_COOKIE, '', { maxAge: 0, path: '/', isReadable: true })]
}

type Attributes = { maxAge: number; path: string; isReadable?: boolean }

function cookie(name: string, value: string, { maxAge, path, isReadable = false }: Attributes): string {
  return [
    `${name}=${value}`,
    `Max-Age=${maxAge}`,
    `Path=${path}`,
    `SameSite=${env.JWT_AUTH_SAMESITE}`,
    ...(env.JWT_AUTH_COOKIE_DOMAIN ? [`Domain=${env.JWT_AUTH_COOKIE_DOMAIN}`] : []),
    ...(env.JWT_AUTH_HTTPONLY === 'on' && !isReadable ? ['HttpOnly'] : []),
    ...(env.JWT_AUTH_SECURE === 'on' ? ['Secure'] : []),
  ].join('; ')
}
