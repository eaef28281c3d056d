import { AppError, isAppError } from '@/lib/errors'
import { log } from '@/lib/log'
import { REQUEST_ID_HEADER } from './client'
import { isOutage } from './outage'
import { TextResponse } from './text-response'
import { problemHeaders, wireProblem } from './wire-problem'

const RETRY_AFTER_SECONDS = 5
const CONTRACT_PATH = /^https?:\/\/[^/]+\/(?:accounts|dj-rest-auth)\//

/** A failure ready to be rendered. */
export type Problem = { status: number; body: unknown; headers: Record<string, string>; contentType: string }

/** Any throw as a problem: an expected failure as it is, a bug logged once and shown as `internal`. */
export function problemOf(error: unknown, request: Request): Problem {
  const expected = isAppError(error) ? error : asInternal(error, request)
  if (CONTRACT_PATH.test(request.url)) {
    return { ...wireProblem(expected, request.method), contentType: 'application/json' }
  }
  const { code, status, fields, retryAfterSeconds } = expected
  const headers = problemHeaders(status, retryAfterSeconds)
  const body = { type: 'about:blank', title: code.replaceAll('_', ' '), status, code, ...(fields && { fields }) }
  return { status, body, headers, contentType: 'application/problem+json' }
}

/**
 * Answers a failure: in the contract's shapes under its prefixes, as RFC 9457 problem details elsewhere.
 *
 * @see RFC 9457
 */
export function problemResponse(error: unknown, request: Request): Response {
  const { status, body, headers, contentType } = problemOf(error, request)
  const fixed = { 'content-type': contentType, 'cache-control': 'no-store' }
  return new TextResponse(JSON.stringify(body), { status, headers: { ...fixed, ...headers } })
}

function asInternal(error: unknown, request: Request): AppError {
  const path = new URL(request.url).pathname
  log.error({ err: error, requestId: request.headers.get(REQUEST_ID_HEADER), path }, 'request failed')
  return isOutage(error)
    ? new AppError('unavailable', { retryAfterSeconds: RETRY_AFTER_SECONDS })
    : new AppError('internal')
}
