/** What can go wrong, as a page has to tell it apart. */
export type ClientProblem =
  /** The sign-in is over: only signing in again helps. */
  | 'signed_out'
  /** Somebody else is signed in at this browser by now: what the page shows is not theirs, so reload it. */
  | 'person_changed'
  | 'bad_credentials'
  | 'email_not_verified'
  /** 400; `body` names the fields. */
  | 'invalid'
  | 'forbidden'
  | 'not_found'
  | 'too_many_requests'
  /** The server answered that it cannot answer now. */
  | 'unavailable'
  /** No answer arrived. */
  | 'unreachable'
  | 'unexpected'

type Details = { status?: number; body?: unknown; retryAfterSeconds?: number | undefined; cause?: unknown }

/** Every failure of the client; what else is thrown is a bug, or the AbortError of the caller's own signal. */
export class LatchkeyError extends Error {
  override readonly name = 'LatchkeyError'
  readonly code: ClientProblem
  /** 0 when there was no answer. */
  readonly status: number
  /** What the server said, for a log. */
  readonly body: unknown
  readonly retryAfterSeconds: number | undefined

  constructor(code: ClientProblem, { status = 0, body, retryAfterSeconds, cause }: Details = {}) {
    super(code, { cause })
    this.code = code
    this.status = status
    this.body = body
    this.retryAfterSeconds = retryAfterSeconds
  }
}

const codes: Record<number, ClientProblem> = {
  400: 'invalid',
  401: 'signed_out',
  403: 'forbidden',
  404: 'not_found',
  429: 'too_many_requests',
}

/** Reads a refusal. */
export async function errorOf(answer: Response): Promise<LatchkeyError> {
  const { status, headers } = answer
  const body: unknown = await answer.json().catch(() => undefined)
  const waits = headers.get('retry-after')
  const code = codes[status] ?? (status >= 500 ? 'unavailable' : 'unexpected')
  return new LatchkeyError(code, { status, body, retryAfterSeconds: waits === null ? undefined : Number(waits) })
}
