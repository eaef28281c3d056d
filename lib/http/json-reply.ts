import { type Renderer, renderBody } from './media-types'

/** A list is one header per entry: Set-Cookie. */
export type AnswerHeaders = Record<string, string | string[]>

/** The same as a standard Headers object takes it. */
export function headerPairs(headers: AnswerHeaders): [name: string, value: string][] {
  return Object.entries(headers).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one]))
}

/** An answer that needs more than a body with status 200. */
export class JsonReply {
  constructor(
    readonly body: unknown,
    readonly options: { status?: number; headers?: AnswerHeaders } = {},
  ) {}
}

/** A rendered answer, ready to be written. */
export type JsonAnswer = { status: number; headers: AnswerHeaders; content: string | null }

type Rendering = { method: string; renderer: Renderer; allow: string }

/** Renders what an operation returned; nothing is 204. */
export function renderAnswer(result: unknown, { method, renderer, allow }: Rendering): JsonAnswer {
  const { body, options } = result instanceof JsonReply ? result : new JsonReply(result)
  const headers: AnswerHeaders = {
    'content-type': renderer === 'text/html' ? 'text/html; charset=utf-8' : renderer,
    allow,
    vary: 'Accept',
    'cache-control': 'no-store',
    ...options.headers,
  }
  const isEmpty = method === 'HEAD' || body === undefined
  const status = options.status ?? (body === undefined ? 204 : 200)
  return { status, headers, content: isEmpty ? null : renderBody(renderer, body) }
}
