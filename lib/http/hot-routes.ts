import { me } from '@/lib/accounts/http'
import { openApi } from '@/lib/openapi/http'
import * as restAuth from '@/lib/rest-auth/http'
import { blacklist, jwks, obtain, obtainSliding, refresh, refreshSliding, verify } from '@/lib/tokens/http'
import type { JsonRoute } from './json-route'
import type { Handler } from './node-listener'

/** Every JSON endpoint, by its path without the final slash. */
export const jsonRoutes: ReadonlyMap<string, JsonRoute> = new Map([
  ['/accounts/token', obtain],
  ['/accounts/token/refresh', refresh],
  ['/accounts/token/sliding', obtainSliding],
  ['/accounts/token/sliding/refresh', refreshSliding],
  ['/accounts/token/verify', verify],
  ['/accounts/token/blacklist', blacklist],
  ['/accounts/me', me],
  ['/dj-rest-auth/login', restAuth.login],
  ['/dj-rest-auth/logout', restAuth.logout],
  ['/dj-rest-auth/user', restAuth.user],
  ['/dj-rest-auth/token/refresh', restAuth.refresh],
  ['/dj-rest-auth/token/verify', restAuth.verify],
  ['/dj-rest-auth/password/change', restAuth.passwordChange],
  ['/dj-rest-auth/password/reset', restAuth.passwordReset],
  ['/dj-rest-auth/password/reset/confirm', restAuth.passwordResetConfirm],
  ['/dj-rest-auth/google', restAuth.google],
  ['/dj-rest-auth/google/connect', restAuth.googleConnect],
  ['/dj-rest-auth/socialaccounts', restAuth.socialAccounts],
  ['/dj-rest-auth/registration', restAuth.registration],
  ['/dj-rest-auth/registration/verify-email', restAuth.verifyEmail],
  ['/dj-rest-auth/registration/resend-email', restAuth.resendEmail],
  ['/.well-known/jwks.json', jwks],
  ['/accounts/openapi.json', openApi],
])

const DISCONNECT_PATH = /^\/dj-rest-auth\/socialaccounts\/\d+\/disconnect$/

/** The handler of a path that server.ts answers before Next sees it, with or without the trailing slash. */
export function findHotRoute(pathname: string): Handler | undefined {
  const path = pathname.endsWith('/') ? pathname.slice(0, -1) : pathname
  const route = jsonRoutes.get(path) ?? (DISCONNECT_PATH.test(path) ? restAuth.socialAccountDisconnect : undefined)
  return route?.answer
}
