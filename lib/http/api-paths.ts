/** Where JSON is spoken, to programs; everything else is a page for people. */
const API_PREFIXES = ['/accounts/', '/dj-rest-auth/', '/api/', '/.well-known/jwks.json']
/** A browser comes back there from a provider, so what goes wrong there is told to a person. */
const PROVIDER_CALLBACKS = '/api/auth/'

export function isApiPath(pathname: string): boolean {
  return API_PREFIXES.some((prefix) => pathname.startsWith(prefix)) && !pathname.startsWith(PROVIDER_CALLBACKS)
}
