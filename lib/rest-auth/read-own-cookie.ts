import { env } from '@/lib/env'
import type { JsonRequest } from '@/lib/http/json-request'
import { readCookie } from '@/lib/http/read-cookie'

/** Reads a cookie of ours; a page of another site may make the browser send it, so it counts only for requests of our own. */
export function readOwnCookie(request: JsonRequest, name: string | undefined): string | null {
  const origin = request.headers.get('origin')
  return name && (origin === null || origin === env.AUTH_URL) ? readCookie(request, name) : null
}
