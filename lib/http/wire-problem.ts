import { env } from '@/lib/env'
import type { AppError } from '@/lib/errors'
import { bearerRefusals, csrfTexts, fieldText, refreshRefusals, tokenText } from './wire-texts'

/** A failure as the compatible endpoints put it on the wire. */
export type WireProblem = { status: number; body: unknown; headers: Record<string, string> }

/** Says a failure the way Django REST framework, Simple JWT and dj-rest-auth do. */
export function wireProblem(error: AppError, method: string): WireProblem {
  const status = error.code === 'email_not_verified' ? 401 : error.status
  return { status, body: bodyOf(error, method), headers: problemHeaders(status, error.retryAfterSeconds) }
}

export const bearerChallenge = () => `${env.AUTH_HEADER_TYPES[0]} realm="api"`

export function problemHeaders(status: number, retryAfterSeconds: number | undefined): Record<string, string> {
  return {
    ...(status === 401 && { 'www-authenticate': bearerChallenge() }),
    ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
  }
}

function bodyOf(error: AppError, method: string): unknown {
  switch (error.code) {
    case 'validation_failed':
      return Object.fromEntries(Object.entries(error.fields ?? {}).map(([name, codes]) => [name, codes.map(fieldText)]))
    case 'token_not_valid':
      return refreshRefusals[error.reason ?? ''] ?? { detail: tokenText(error.reason), code: 'token_not_valid' }
    case 'not_authenticated':
      return error.reason ? bearerRefusal(error.reason) : { detail: 'Authentication credentials were not provided.' }
    case 'email_not_verified':
      return { detail: 'E-mail is not verified.', code: 'email_not_verified' }
    case 'account_held':
    case 'address_limit':
    case 'address_taken':
    case 'last_owner':
    case 'main_address_stays':
    case 'token_invalid':
      return { detail: detailOf(error, method), code: error.code }
    default:
      if (error.reason === 'insufficient_scope') return { detail: detailOf(error, method), code: error.reason }
      return { detail: detailOf(error, method) }
  }
}

function bearerRefusal(reason: string): unknown {
  const known = bearerRefusals[reason]
  if (known) return known
  return {
    detail: 'Given token not valid for any token type',
    code: 'token_not_valid',
    messages: [{ token_class: 'AccessToken', token_type: 'access', message: tokenText(reason) }],
  }
}

function detailOf({ code, reason = '', retryAfterSeconds }: AppError, method: string): string {
  switch (code) {
    case 'bad_request':
      return parseErrors[reason] ?? 'Malformed request.'
    case 'bad_credentials':
      return 'No active account found with the given credentials'
    case 'forbidden':
      return csrfTexts[reason] ?? 'You do not have permission to perform this action.'
    case 'recent_sign_in_required':
      return 'Please log in again first: your last login was too long ago.'
    case 'not_found':
      return 'Not found.'
    case 'method_not_allowed':
      return `Method "${method}" not allowed.`
    case 'not_acceptable':
      return 'Could not satisfy the request Accept header.'
    case 'payload_too_large':
      return 'Request body is too large.'
    case 'unsupported_media_type':
      return `Unsupported media type "${reason}" in request.`
    case 'misdirected':
      return 'This host is not served here.'
    case 'too_many_requests':
      return `Request was throttled. Expected available in ${retryAfterSeconds ?? 1} seconds.`
    case 'unavailable':
      return 'Service temporarily unavailable, try again later.'
    case 'internal':
      return 'A server error occurred.'
    default:
      return 'Invalid request.'
  }
}

const parseErrors: Record<string, string> = {
  json: 'JSON parse error - The body is not valid JSON in UTF-8.',
  multipart: 'Multipart form parse error - Invalid boundary in multipart: None',
}
