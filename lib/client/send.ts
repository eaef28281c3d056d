import { errorOf, LatchkeyError } from './latchkey-error'

/** How requests are sent; the browser's `fetch` unless the caller wraps it. */
export type Send = (request: Request) => Promise<Response>

const PATIENCE_MS = 15_000
// Others wait while one renews. The second try must reach the server within its grace of ten seconds.
const RENEWAL_PATIENCE_MS = 4_500

/** @throws LatchkeyError unreachable; the AbortError of the caller's signal passes */
export async function sendOrThrow(send: Send, request: Request): Promise<Response> {
  try {
    return await send(request)
  } catch (cause) {
    throw request.signal.aborted ? cause : new LatchkeyError('unreachable', { cause })
  }
}

/** @throws LatchkeyError */
export async function postJson(send: Send, url: URL, body: object, patienceMs = PATIENCE_MS): Promise<unknown> {
  const headers = { 'content-type': 'application/json', accept: 'application/json' }
  const signal = AbortSignal.timeout(patienceMs)
  const request = new Request(url, { method: 'POST', headers, body: JSON.stringify(body), signal })
  const answer = await send(request).catch(throwUnreachable)
  if (!answer.ok) throw await errorOf(answer)
  return answer.json().catch(throwUnreachable)
}

/** Posts a renewal; an answer that was lost is asked for again at once, unless the server asks to wait. */
export async function postRenewal(send: Send, url: URL, body: object): Promise<unknown> {
  try {
    return await postJson(send, url, body, RENEWAL_PATIENCE_MS)
  } catch (error) {
    if (!isAnswerLost(error)) throw error
    return postJson(send, url, body, RENEWAL_PATIENCE_MS)
  }
}

function throwUnreachable(cause: unknown): never {
  throw new LatchkeyError('unreachable', { cause })
}

function isAnswerLost(error: unknown): boolean {
  if (!(error instanceof LatchkeyError) || error.retryAfterSeconds !== undefined) return false
  return error.code === 'unreachable' || error.code === 'unavailable'
}
