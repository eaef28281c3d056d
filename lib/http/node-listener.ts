import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { problemResponse } from './problem-response'

export type Handler = (request: Request) => Promise<Response>

/**
 * Answers one node:http request by a standard handler.
 * Request is built lazily by @hono/node-server, about 20 microseconds against 55 for a full one; the global
 * Request and Response stay as they are, because Next lives in the same process.
 *
 * @param body read beforehand, by our own counter
 */
export async function answerByHandler(
  handler: Handler,
  {
    request,
    response,
    body,
    origin,
  }: { request: IncomingMessage; response: ServerResponse; body: Buffer; origin: string },
): Promise<void> {
  const listener = getRequestListener(async (standardRequest) => {
    try {
      return await handler(standardRequest)
    } catch (error) {
      return problemResponse(error, standardRequest)
    }
  }, LISTENER_OPTIONS)
  // Behind TLS the handler must see the origin people see, as it does through Next.
  request.url = origin + request.url
  await listener(Object.assign(request, { rawBody: body }), response)
}

const LISTENER_OPTIONS = { overrideGlobalObjects: false, autoCleanupIncoming: false }
