import { env } from '@/lib/env'
import type { JsonRequest } from '@/lib/http/json-request'
import { readCookie } from '@/lib/http/read-cookie'

/** Reads a cookie of ours; a page of another site may make the browser send it, so it counts only for requests of our own. */
export function readOwnCookie(request: JsonRequest, name: string | undefined): string | null {
  return name && isOfOwnOrigin(request) ? readCookie(request.headers.get('cookie'), name) : null
}

/** Programs name no origin; browsers do, wherever it matters. */
export function isOfOwnOrigin({ headers }: JsonRequest): boolean {
  const origin = headers.get('origin')
  return origin === null || origin === env.AUTH_URL
}
