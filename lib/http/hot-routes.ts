import { me, user } from '@/lib/accounts/http'
import { blacklist, jwks, obtain, refresh, verify } from '@/lib/tokens/http'
import type { JsonRoute } from './json-route'
import type { Handler } from './node-listener'

const routes = new Map<string, JsonRoute>([
  ['/accounts/token', obtain],
  ['/accounts/token/refresh', refresh],
  ['/accounts/token/verify', verify],
  ['/accounts/token/blacklist', blacklist],
  ['/accounts/me', me],
  ['/dj-rest-auth/user', user],
  ['/.well-known/jwks.json', jwks],
])

/** The handler of a path that server.ts answers before Next sees it, with or without the trailing slash. */
export function findHotRoute(pathname: string): Handler | undefined {
  return routes.get(pathname.endsWith('/') ? pathname.slice(0, -1) : pathname)?.answer
}
