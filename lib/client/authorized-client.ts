import { errorOf, LatchkeyError } from './latchkey-error'
import { type Me, readMe } from './read-answer'
import { createRenewal, type TokenSource } from './renewal'
import { createPersonGuard } from './same-person'
import { type Send, sendOrThrow } from './send'

export type ClientOptions = {
  /** Where Latchkey is, where that is not the origin of the page. */
  baseUrl?: string
  /** Wraps the browser's `fetch`, for example to measure it. */
  send?: Send
}

export type LatchkeyClient = {
  /**
   * Like the browser's `fetch`, with an access token. A 401 renews the token once and repeats the request once;
   * every answer after that is given back as it is.
   * @throws LatchkeyError signed_out, person_changed, unavailable, unreachable
   */
  fetch: (path: string, init?: RequestInit) => Promise<Response>
  /**
   * What a good answer says.
   * @param read makes the answer's type from its JSON
   * @throws LatchkeyError for every answer that is not good
   */
  json: <Answer>(path: string, read: (body: unknown) => Answer, init?: RequestInit) => Promise<Answer>
  me: () => Promise<Me>
}

export function browserSend(request: Request): Promise<Response> {
  return fetch(request)
}

/** @throws TypeError: another origin, which must never see a token */
export function ownUrl(path: string, baseUrl: string = location.origin): URL {
  const url = new URL(path, baseUrl)
  if (url.origin !== new URL(baseUrl).origin) throw new TypeError(`${url.origin} is not ${baseUrl}`)
  return url
}

/** The client over a source of tokens; `forgetPerson` is for whoever signs in by it. */
export function createAuthorizedClient({ baseUrl, send = browserSend }: ClientOptions, source: TokenSource) {
  const renewAfter = createRenewal(source)
  const person = createPersonGuard()

  function sendWith(token: string, request: Request): Promise<Response> {
    person.requireSame(token)
    request.headers.set('authorization', `Bearer ${token}`)
    return sendOrThrow(send, request)
  }

  async function authorizedFetch(path: string, init?: RequestInit): Promise<Response> {
    const request = new Request(ownUrl(path, baseUrl), init)
    const token = (await source.current()) ?? (await renewAfter(null))
    const answer = await sendWith(token, request.clone())
    if (answer.status !== 401) return answer
    await answer.body?.cancel()
    return sendWith(await renewAfter(token), request)
  }

  async function json<Answer>(path: string, read: (body: unknown) => Answer, init?: RequestInit): Promise<Answer> {
    const answer = await authorizedFetch(path, init)
    if (!answer.ok) throw await errorOf(answer)
    return read(await answer.json().catch((cause) => Promise.reject(new LatchkeyError('unexpected', { cause }))))
  }

  const client: LatchkeyClient = { fetch: authorizedFetch, json, me: () => json('/accounts/me/', readMe) }
  return { client, forgetPerson: person.forget }
}
