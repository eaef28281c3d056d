import type { IncomingMessage } from 'node:http'

/**
 * What an endpoint reads of a request. A standard Request is one; server.ts makes its own, because a Request and a
 * Response cost more than the rest of a hot route (docs/performance.md).
 */
export type JsonRequest = {
  method: string
  url: string
  headers: Pick<Headers, 'get'>
  arrayBuffer(): Promise<ArrayBuffer | Uint8Array>
}

/** @param exchange.body read beforehand, by our own counter */
export function jsonRequestOf(
  request: IncomingMessage,
  { body, origin }: { body: Buffer; origin: string },
): JsonRequest {
  const { method = 'GET', headers } = request
  return {
    method,
    url: origin + request.url,
    headers: { get: (name) => headers[name]?.toString() ?? null },
    arrayBuffer: async () => body,
  }
}
