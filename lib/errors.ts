/** Every expected failure and its HTTP status. Codes are stable API; texts live in lib/messages. */
export const problems = {
  bad_request: 400,
  validation_failed: 400,
  token_invalid: 400,
  bad_credentials: 401,
  not_authenticated: 401,
  token_not_valid: 401,
  email_not_verified: 403,
  forbidden: 403,
  recent_sign_in_required: 403,
  account_held: 403,
  cross_origin: 403,
  not_found: 404,
  method_not_allowed: 405,
  not_acceptable: 406,
  conflict: 409,
  last_sign_in_method: 409,
  personal_token_limit: 409,
  identity_taken: 409,
  address_taken: 409,
  address_limit: 409,
  main_address_stays: 409,
  last_owner: 409,
  provider_in_use: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  misdirected: 421,
  picture_not_readable: 422,
  too_many_requests: 429,
  proof_needed: 429,
  internal: 500,
  provider_failed: 502,
  provider_cancelled: 403,
  provider_email_unusable: 403,
  provider_account_disabled: 403,
  provider_other_person: 403,
  provider_not_fresh: 403,
  provider_in_app_browser: 403,
  unavailable: 503,
} as const

export type ProblemCode = keyof typeof problems

/** Field name to codes of what is wrong with it, for example `{ email: ['taken'] }`. */
export type FieldProblems = Record<string, string[]>

type AppErrorOptions = {
  reason?: string
  userId?: string
  fields?: FieldProblems
  fieldValues?: Record<string, string>
  retryAfterSeconds?: number
  challenge?: string
  cause?: unknown
}

/** An expected failure. Everything else that is thrown is a bug and is shown as `internal`. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ProblemCode
  /** Which of the cases behind one code it is, for the wire and the audit; stable, never a text for people. */
  readonly reason: string | undefined
  /** Whose account it is about, where whoever catches it cannot know; for the audit, never for the wire. */
  readonly userId: string | undefined
  readonly fields: FieldProblems | undefined
  /** What fills the texts of the fields' problems. */
  readonly fieldValues: Record<string, string>
  readonly retryAfterSeconds: number | undefined
  /** What the visitor's browser has to solve first. */
  readonly challenge: string | undefined

  constructor(code: ProblemCode, options: AppErrorOptions = {}) {
    const { reason, userId, fields, fieldValues = {}, retryAfterSeconds, challenge, cause } = options
    super(code, { cause })
    this.code = code
    this.reason = reason
    this.userId = userId
    this.fields = fields
    this.fieldValues = fieldValues
    this.retryAfterSeconds = retryAfterSeconds
    this.challenge = challenge
  }

  get status(): number {
    return problems[this.code]
  }
}

// Next and the server bundle each hold a copy of this class in one process, so instanceof is not enough.
export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && error.name === 'AppError' && 'code' in error
}
