import { env } from '@/lib/env'

/** Where JSON is spoken, to programs; everything else is a page for people. */
const API_PREFIXES = ['/accounts/', '/dj-rest-auth/', '/api/', '/.well-known/jwks.json']
/** A browser comes back there from a provider, so what goes wrong there is told to a person. */
const PROVIDER_CALLBACKS = '/api/auth/'

export function isApiPath(pathname: string): boolean {
  return API_PREFIXES.some((prefix) => pathname.startsWith(prefix)) && !pathname.startsWith(PROVIDER_CALLBACKS)
}

// These stay where they are, whatever the prefixes: a browser comes back there, and trades its session there.
const OWN_PATHS = [PROVIDER_CALLBACKS, '/api/session/']

/**
 * The URL as the rest of the server knows it, where this installation has the endpoints elsewhere. One prefix may stand
 * within the other: the longer one counts.
 */
export function canonicalUrl(url: string): string {
  if (OWN_PATHS.some((path) => url.startsWith(path))) return url
  const places: [from: string, to: string][] = [
    [env.SIMPLE_JWT_PREFIX, '/accounts'],
    [env.REST_AUTH_PREFIX, '/dj-rest-auth'],
  ]
  const [found] = places.filter(([from]) => url.startsWith(`${from}/`)).sort(([a], [b]) => b.length - a.length)
  return found ? found[1] + url.slice(found[0].length) : url
}
