import { createHmac, timingSafeEqual } from 'node:crypto'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import type { JsonRequest } from '@/lib/http/json-request'
import { readCookie } from '@/lib/http/read-cookie'
import type { ApiSignIn } from '@/lib/tokens/authenticate-bearer'

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
export function assertCsrf({ headers }: JsonRequest, { user, sessionId = '' }: ApiSignIn): void {
  const refused = (reason: string) => new AppError('forbidden', { reason, userId: user.id })
  if (readCookie(headers.get('cookie'), CSRF_COOKIE) === null) throw refused('csrf_cookie')
  const presented = headers.get(CSRF_HEADER)
  if (!presented) throw refused('csrf_missing')
  if (!isEqual(presented, csrfTokenOf(sessionId))) throw refused('csrf_wrong')
}

function isEqual(presented: string, expected: string): boolean {
  const [a, b] = [Buffer.from(presented), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
