import type { IncomingMessage, ServerResponse } from 'node:http'
import type { JsonAnswer } from './json-reply'
import { type JsonRequest, jsonRequestOf } from './json-request'

/** What server.ts answers itself. */
export type Handler = (request: JsonRequest) => Promise<JsonAnswer>

type Exchange = {
  request: IncomingMessage
  response: ServerResponse
  body: Buffer
  origin: string
  fixedHeaders: Record<string, string>
}

/**
 * Answers one node:http request without a standard Request or Response in between.
 *
 * @param exchange.body read beforehand, by our own counter
 */
export async function answerByHandler(handler: Handler, exchange: Exchange): Promise<void> {
  const { request, response, body, origin, fixedHeaders } = exchange
  sendAnswer(response, await handler(jsonRequestOf(request, { body, origin })), fixedHeaders)
}

/** @param fixedHeaders which the answer's own replace */
export function sendAnswer(
  response: ServerResponse,
  { status, headers, content }: JsonAnswer,
  fixedHeaders: Record<string, string> = {},
): void {
  if (content === null) return void response.writeHead(status, { ...fixedHeaders, ...headers }).end()
  const length = { 'content-length': Buffer.byteLength(content) }
  response.writeHead(status, { ...fixedHeaders, ...headers, ...length }).end(content)
}
