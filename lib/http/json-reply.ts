import { type Renderer, renderBody } from './media-types'
import { TextResponse } from './text-response'

/** An answer that needs more than a body with status 200. */
export class JsonReply {
  constructor(
    readonly body: unknown,
    readonly options: { status?: number; headers?: Record<string, string> } = {},
  ) {}
}

type Rendering = { request: Request; renderer: Renderer; allow: string }

/** Renders what an operation returned; nothing is 204. */
export function toResponse(result: unknown, { request, renderer, allow }: Rendering): Response {
  const { body, options } = result instanceof JsonReply ? result : new JsonReply(result)
  const headers: Record<string, string> = {
    'content-type': renderer,
    allow,
    vary: 'Accept',
    'cache-control': 'no-store',
    ...options.headers,
  }
  if (renderer === 'text/html') headers['content-type'] = 'text/html; charset=utf-8'
  const isEmpty = request.method === 'HEAD' || body === undefined
  const status = options.status ?? (body === undefined ? 204 : 200)
  return isEmpty
    ? new Response(null, { status, headers })
    : new TextResponse(renderBody(renderer, body), { status, headers })
}
