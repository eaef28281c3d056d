import { createHmac, timingSafeEqual } from 'node:crypto'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import type { JsonRequest } from '@/lib/http/json-request'
import { readCookie } from '@/lib/http/read-cookie'

export const CSRF_COOKIE = 'csrftoken'
const CSRF_HEADER = 'x-csrftoken'

/** What a browser must repeat in X-CSRFToken; bound to the session, so that a planted cookie is of no use. */
export function csrfTokenOf(sessionId: string): string {
  return createHmac('sha256', env.AUTH_SECRET).update(`csrf:${sessionId}`).digest('base64url')
}

/**
 * Refuses a request that would change something by cookie, unless a script of ours sent it.
 *
 * @throws AppError forbidden: the token is missing or not that of this session
 */
export function assertCsrf(request: JsonRequest, sessionId: string): void {
  if (readCookie(request.headers.get('cookie'), CSRF_COOKIE) === null)
    throw new AppError('forbidden', { reason: 'csrf_cookie' })
  const presented = request.headers.get(CSRF_HEADER)
  if (!presented) throw new AppError('forbidden', { reason: 'csrf_missing' })
  if (!isEqual(presented, csrfTokenOf(sessionId))) throw new AppError('forbidden', { reason: 'csrf_wrong' })
}

function isEqual(presented: string, expected: string): boolean {
  const [a, b] = [Buffer.from(presented), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
