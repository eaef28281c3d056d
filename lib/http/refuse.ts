import type { IncomingMessage, ServerResponse } from 'node:http'
import { env } from '@/lib/env'
import { AppError, problems } from '@/lib/errors'
import { isApiPath } from './api-paths'
import { jsonRequestOf } from './json-request'
import { sendAnswer } from './node-listener'
import { type PageProblem, PROBLEM_PAGE_POLICY, problemPage } from './problem-page'
import { problemResponse } from './problem-response'
import { pathOf, type RequestFault } from './request-fault'

const NO_BODY = Buffer.alloc(0)

export function refuseWithText(response: ServerResponse, { status, text }: RequestFault): void {
  if (status === 405) response.setHeader('Allow', 'GET, HEAD, POST')
  sendBody(response, status, 'text/plain; charset=utf-8', `${text}\n`)
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
    return sendAnswer(response, problemResponse(error, jsonRequestOf(request, { body: NO_BODY, origin: env.AUTH_URL })))
  }
  if (retryAfterSeconds !== undefined) response.setHeader('Retry-After', retryAfterSeconds)
  response.setHeader('Content-Security-Policy', PROBLEM_PAGE_POLICY)
  sendBody(response, problems[problem], 'text/html; charset=utf-8', problemPage(problem, request.headers, requestId))
}

function sendBody(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) }).end(body)
}
