/** Where JSON is spoken, to programs; everything else is a page for people. */
const API_PREFIXES = ['/accounts/', '/dj-rest-auth/', '/.well-known/jwks.json']

export function isApiPath(pathname: string): boolean {
  return API_PREFIXES.some((prefix) => pathname.startsWith(prefix))
}
