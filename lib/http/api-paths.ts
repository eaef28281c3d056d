import { env } from '@/lib/env'

/** Where JSON is spoken, to programs; everything else is a page for people. */
const API_PREFIXES = ['/accounts/', '/dj-rest-auth/', '/api/', '/.well-known/jwks.json']
/** A browser comes back there from a provider, so what goes wrong there is told to a person. */
const PROVIDER_CALLBACKS = '/api/auth/'

export function isApiPath(pathname: string): boolean {
  return API_PREFIXES.some((prefix) => pathname.startsWith(prefix)) && !pathname.startsWith(PROVIDER_CALLBACKS)
}

/** The URL as the rest of the server knows it, where this installation has the endpoints elsewhere. */
export function canonicalUrl(url: string): string {
  return moved(moved(url, env.SIMPLE_JWT_PREFIX, '/accounts'), env.REST_AUTH_PREFIX, '/dj-rest-auth')
}

function moved(url: string, from: string, to: string): string {
  return from !== to && url.startsWith(`${from}/`) ? to + url.slice(from.length) : url
}
