/**
 * Whether a client that sends this If-None-Match has what the tag names: by weak comparison, as caches on the way
 * weaken tags.
 * @param etag a strong tag, with its quotes
 * @see RFC 9110, 13.1.2
 */
export function matchesEtag(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false
  if (ifNoneMatch.trim() === '*') return true
  return [...ifNoneMatch.matchAll(/(?:W\/)?("[^"]*")/g)].some(([, opaque]) => opaque === etag)
}
