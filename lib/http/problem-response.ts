import { AppError, isAppError } from '@/lib/errors'
import { log } from '@/lib/log'
import { REQUEST_ID_HEADER } from './client'
import type { JsonAnswer } from './json-reply'
import type { JsonRequest } from './json-request'
import { isOutage } from './outage'
import { problemHeaders, wireProblem } from './wire-problem'

const RETRY_AFTER_SECONDS = 5
const CONTRACT_PATH = /^https?:\/\/[^/]+\/(?:accounts|dj-rest-auth)\//

/** Any throw as what is rendered of it: an expected failure as it is, a bug logged once and shown as `internal`. */
export function problemOf(error: unknown, request: JsonRequest) {
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
export function problemResponse(error: unknown, request: JsonRequest): JsonAnswer {
  const { status, body, headers, contentType } = problemOf(error, request)
  return { status, headers: { 'content-type': contentType, ...headers }, content: JSON.stringify(body) }
}

function asInternal(error: unknown, request: JsonRequest): AppError {
  const path = new URL(request.url).pathname
  log.error({ error, requestId: request.headers.get(REQUEST_ID_HEADER), path }, 'request failed')
  return isOutage(error)
    ? new AppError('unavailable', { retryAfterSeconds: RETRY_AFTER_SECONDS })
    : new AppError('internal')
}
