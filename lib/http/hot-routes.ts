import * as accountApi from '@/lib/account-api/http'
import { me } from '@/lib/accounts/http'
import { openApi } from '@/lib/openapi/http'
import * as restAuth from '@/lib/rest-auth/http'
import {
  blacklist,
  code,
  jwks,
  obtain,
  obtainByCode,
  obtainSliding,
  refresh,
  refreshSliding,
  verify,
} from '@/lib/tokens/http'
import type { JsonRoute } from './json-route'
import type { Handler } from './node-listener'

/** Every JSON endpoint, by its path without the final slash. */
export const jsonRoutes: ReadonlyMap<string, JsonRoute> = new Map([
  ['/accounts/token', obtain],
  ['/accounts/code', code],
  ['/accounts/token/code', obtainByCode],
  ['/accounts/token/refresh', refresh],
  ['/accounts/token/sliding', obtainSliding],
  ['/accounts/token/sliding/refresh', refreshSliding],
  ['/accounts/token/verify', verify],
  ['/accounts/token/blacklist', blacklist],
  ['/accounts/me', me],
  ['/accounts/me/addresses', accountApi.addresses],
  ['/accounts/me/addresses/main', accountApi.mainAddress],
  ['/accounts/me/addresses/remove', accountApi.removedAddress],
  ['/accounts/me/addresses/confirm', accountApi.confirmedAddress],
  ['/accounts/me/activity', accountApi.activity],
  ['/accounts/me/export', accountApi.dataExport],
  ['/accounts/me/deletion', accountApi.deletion],
  ['/accounts/undo', accountApi.undo],
  ['/accounts/undo-deletion', accountApi.deletionUndo],
  ['/dj-rest-auth/login', restAuth.login],
  ['/dj-rest-auth/logout', restAuth.logout],
  ['/dj-rest-auth/user', restAuth.user],
  ['/dj-rest-auth/token/refresh', restAuth.refresh],
  ['/dj-rest-auth/token/verify', restAuth.verify],
  ['/dj-rest-auth/password/change', restAuth.passwordChange],
  ['/dj-rest-auth/password/reset', restAuth.passwordReset],
  ['/dj-rest-auth/password/reset/confirm', restAuth.passwordResetConfirm],
  ['/dj-rest-auth/socialaccounts', restAuth.socialAccounts],
  ['/dj-rest-auth/registration', restAuth.registration],
  ['/dj-rest-auth/registration/verify-email', restAuth.verifyEmail],
  ['/dj-rest-auth/registration/resend-email', restAuth.resendEmail],
  ['/.well-known/jwks.json', jwks],
  ['/accounts/openapi.json', openApi],
])

/** The same whose paths name something: a provider, an account at one. */
export const namingRoutes: ReadonlyMap<string, readonly [path: RegExp, route: JsonRoute]> = new Map([
  ['/dj-rest-auth/{provider}', [/^\/dj-rest-auth\/[a-z][a-z0-9-]*$/, restAuth.providerLogin]],
  ['/dj-rest-auth/{provider}/connect', [/^\/dj-rest-auth\/[a-z][a-z0-9-]*\/connect$/, restAuth.providerConnect]],
  [
    '/dj-rest-auth/socialaccounts/{id}/disconnect',
    [/^\/dj-rest-auth\/socialaccounts\/\d+\/disconnect$/, restAuth.socialAccountDisconnect],
  ],
])

/** The handler of a path that server.ts answers before Next sees it, with or without the trailing slash. */
export function findHotRoute(pathname: string): Handler | undefined {
  const path = pathname.endsWith('/') ? pathname.slice(0, -1) : pathname
  const route = jsonRoutes.get(path) ?? findNaming(path)
  return route?.answer
}

function findNaming(path: string): JsonRoute | undefined {
  return [...namingRoutes.values()].find(([pattern]) => pattern.test(path))?.[1]
}
