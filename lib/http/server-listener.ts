import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { recordRefusal, refusalIn } from '@/lib/audit/record-refusal'
import { env } from '@/lib/env'
import { isAppError } from '@/lib/errors'
import { log } from '@/lib/log'
import { canonicalUrl, isApiPath } from './api-paths'
import { clientOf } from './client'
import { replaceFailedPage } from './failed-page'
import { headersOf } from './json-request'
import { answerByHandler, type Handler } from './node-listener'
import type { PageProblem } from './problem-page'
import { refuse, refuseFault } from './refuse'
import { bodyLimit, hasBody, readBody, withBody } from './request-body'
import { findRequestFault, pathOf } from './request-fault'
import { logRequest } from './request-log'
import { assertSameOrigin } from './same-origin'
import { securityHeaders } from './security-headers'
import { replaceUntrustedHeaders } from './trusted-headers'

const RETRY_AFTER_SECONDS = 5
const NO_BODY = Buffer.alloc(0)

export type ServerParts = {
  findHotRoute: (pathname: string) => Handler | undefined
  findHealth: (pathname: string) => Handler | undefined
  answerByNext: (request: IncomingMessage, response: ServerResponse) => Promise<void>
  isDatabaseReachable: () => Promise<boolean>
  /** Who is signed in at the browser that sends these; null for nobody. */
  findUserId: (headers: Pick<Headers, 'get'>) => Promise<string | null>
  /** Files that may be cached: content-hashed chunks and what lies in public/. */
  isPublicFile: (pathname: string) => boolean
  isStopping: () => boolean
  isDev: boolean
}

type Visit = {
  request: IncomingMessage
  response: ServerResponse
  pathname: string
  requestId: string
  /** What every answer carries, whoever gives it. */
  fixedHeaders: Record<string, string>
}

/**
 * The one entrance of this server: refuses what no honest client sends, reads the body within its limit,
 * answers health checks and hot routes itself, and hands the rest to Next.
 */
export function createServerListener(parts: ServerParts) {
  const origin = new URL(env.AUTH_URL)
  const trusted = { hops: env.TRUSTED_PROXY_HOPS, networks: env.TRUSTED_PROXIES }
  const security = Object.fromEntries(securityHeaders({ isHttps: origin.protocol === 'https:' }))

  return async function listen(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = randomUUID()
    request.url = canonicalUrl(request.url ?? '')
    const fixedHeaders = { ...security, 'x-request-id': requestId, ...(parts.isStopping() && { connection: 'close' }) }
    const visit = { request, response, pathname: pathOf(request.url), requestId, fixedHeaders }
    const ip = replaceUntrustedHeaders(request, { requestId, trusted, origin })
    logWhenDone(visit, ip)
    try {
      await answer(visit, parts, origin)
    } catch (error) {
      setFixedHeaders(visit)
      await refuseByError(visit, error, parts)
    }
  }
}

async function answer(visit: Visit, parts: ServerParts, origin: URL): Promise<void> {
  const { request, response, pathname, fixedHeaders } = visit
  const fault = findRequestFault(request, origin.host) ?? findClosedPath(pathname, parts)
  if (fault) {
    setFixedHeaders(visit)
    return refuseFault(request, response, fault)
  }

  const body = hasBody(request)
    ? await readBody(request, bodyLimit(pathname, request.headers['content-type']))
    : NO_BODY
  const handler = parts.findHealth(pathname) ?? (env.HOT_ROUTES === 'on' ? parts.findHotRoute(pathname) : undefined)
  if (handler) return answerByHandler(handler, { request, response, body, origin: origin.origin, fixedHeaders })
  setFixedHeaders(visit)
  return answerPage(visit, body, parts)
}

// One by one, for whoever goes on to change them; a handler's answer is written in one go, which costs half.
function setFixedHeaders({ response, fixedHeaders }: Visit): void {
  if (response.headersSent) return
  for (const [name, value] of Object.entries(fixedHeaders)) response.setHeader(name, value)
}

async function answerPage(visit: Visit, body: Buffer, parts: ServerParts): Promise<void> {
  const { request, response, pathname } = visit
  const isFile = parts.isPublicFile(pathname)
  if (!isFile && !(await parts.isDatabaseReachable())) return refuseFor(visit, 'unavailable')
  // These say themselves how long they may be kept, and Next replaces no header that is set.
  if (isFile || parts.findHotRoute(pathname)) response.removeHeader('Cache-Control')
  if (!isApiPath(pathname)) {
    if (request.method === 'POST') assertSameOrigin(headersOf(request))
    replaceFailedPage(request, response, { isDev: parts.isDev, sendPage: (problem) => refuseFor(visit, problem) })
  }
  await parts.answerByNext(hasBody(request) ? withBody(request, body) : request, response)
}

// The image optimiser and the data routes of the older router stay shut, whatever Next would make of them.
function findClosedPath(pathname: string, { isDev }: ServerParts) {
  const isClosed = pathname.startsWith('/_next/') && !pathname.startsWith('/_next/static/')
  return isClosed && (!isDev || pathname.startsWith('/_next/image'))
    ? { code: 'not_found' as const, text: 'Not found' }
    : null
}

function refuseFor({ request, response, requestId }: Visit, problem: PageProblem): Promise<void> {
  const wait = problem === 'unavailable' && { retryAfterSeconds: RETRY_AFTER_SECONDS }
  return refuse(request, response, { problem, requestId, ...wait })
}

const REFUSALS: ReadonlySet<string> = new Set<PageProblem>(['bad_request', 'cross_origin', 'payload_too_large'])

function isRefusal(code: string): code is PageProblem {
  return REFUSALS.has(code)
}

async function refuseByError(visit: Visit, error: unknown, { findUserId }: ServerParts): Promise<void> {
  const path = visit.pathname
  const headers = headersOf(visit.request)
  const problem = isAppError(error) && isRefusal(error.code) ? error.code : 'internal'
  const refusal = refusalIn(error)
  // A page of another site sends no cookie of ours, one of a sibling subdomain does.
  if (refusal) await recordRefusal(refusal, { client: clientOf(headers), userId: () => findUserId(headers), path })
  if (problem === 'internal') log.error({ requestId: visit.requestId, error }, 'request failed')
  await refuseFor(visit, problem)
}

function logWhenDone({ request, response, pathname, requestId }: Visit, ip: string): void {
  const startedAt = performance.now()
  const { method } = request
  response.once('close', () => {
    const milliseconds = Math.round(performance.now() - startedAt)
    const { statusCode: status, writableFinished: isComplete } = response
    logRequest({ requestId, method, path: pathname, status, milliseconds, ip, isComplete })
  })
}
