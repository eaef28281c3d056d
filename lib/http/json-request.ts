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

/** The headers of a node:http request, as an endpoint reads them. */
export function headersOf({ headers }: IncomingMessage): Pick<Headers, 'get'> {
  return { get: (name) => headers[name]?.toString() ?? null }
}

/** @param exchange.body read beforehand, by our own counter */
export function jsonRequestOf(
  request: IncomingMessage,
  { body, origin }: { body: Buffer; origin: string },
): JsonRequest {
  return {
    method: request.method ?? 'GET',
    url: origin + request.url,
    headers: headersOf(request),
    arrayBuffer: async () => body,
  }
}
