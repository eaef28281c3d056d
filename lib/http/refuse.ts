import type { IncomingMessage, ServerResponse } from 'node:http'
import { env } from '@/lib/env'
import { AppError, problems } from '@/lib/errors'
import { isApiPath } from './api-paths'
import { jsonRequestOf } from './json-request'
import { sendAnswer } from './node-listener'
import { type PageProblem, PROBLEM_PAGE_POLICY, problemPage } from './problem-page'
import { problemResponse } from './problem-response'
import { methodsAt, pathOf, type RequestFault } from './request-fault'

const NO_BODY = Buffer.alloc(0)

/** Refuses what no honest client sends: JSON to programs, a line of text to people. */
export function refuseFault(
  request: IncomingMessage,
  response: ServerResponse,
  { code, text, ...why }: RequestFault,
): void {
  const pathname = pathOf(request.url ?? '/')
  if (code === 'method_not_allowed') response.setHeader('Allow', methodsAt(pathname).join(', '))
  if (isApiPath(pathname)) sendProblem(request, response, new AppError(code, why))
  else sendBody(response, problems[code], 'text/plain; charset=utf-8', `${text}\n`)
}

/** Refuses a request before any page or endpoint sees it: JSON to programs, a page to people. */
export async function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  { problem, requestId, retryAfterSeconds }: { problem: PageProblem; requestId: string; retryAfterSeconds?: number },
): Promise<void> {
  if (response.headersSent) return void response.destroy()
  const pathname = pathOf(request.url ?? '/')
  if (isApiPath(pathname)) {
    const error = new AppError(problem, retryAfterSeconds === undefined ? {} : { retryAfterSeconds })
    return sendProblem(request, response, error)
  }
  if (retryAfterSeconds !== undefined) response.setHeader('Retry-After', retryAfterSeconds)
  response.setHeader('Content-Security-Policy', PROBLEM_PAGE_POLICY)
  sendBody(response, problems[problem], 'text/html; charset=utf-8', problemPage(problem, request.headers, requestId))
}

function sendProblem(request: IncomingMessage, response: ServerResponse, error: AppError): void {
  sendAnswer(response, problemResponse(error, jsonRequestOf(request, { body: NO_BODY, origin: env.AUTH_URL })))
}

function sendBody(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) }).end(body)
}
