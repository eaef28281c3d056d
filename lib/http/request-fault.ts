import type { IncomingMessage } from 'node:http'
import type { ProblemCode } from '@/lib/errors'
import { isApiPath } from './api-paths'

/** What is wrong with a request that no page or endpoint of ours would get from an honest client; `text` is for pages. */
export type RequestFault = { code: ProblemCode; reason?: string; text: string }

const API_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
const PAGE_METHODS = ['GET', 'HEAD', 'POST']
const HEALTH_PATHS = new Set(['/healthz', '/readyz'])

/**
 * Finds what is wrong with a request before anything reads it.
 * Health checks may come with any Host, since load balancers ask by address.
 *
 * @see RFC 9110 section 15.5.20, misdirected request
 */
export function findRequestFault(request: IncomingMessage, ownHost: string): RequestFault | null {
  const url = request.url ?? ''
  if (!url.startsWith('/') || url.startsWith('//') || /[\\#]/.test(url)) {
    return { code: 'bad_request', text: 'The request target must be a path' }
  }
  const pathname = pathOf(url)
  if (countOf('host', request.rawHeaders) !== 1) return { code: 'bad_request', text: 'There must be one Host' }
  // Node reads the first alone, and a proxy may have judged by another.
  if (countOf('authorization', request.rawHeaders) > 1) return doubleAuthorization(pathname)
  if (!HEALTH_PATHS.has(pathname) && request.headers.host?.toLowerCase() !== ownHost) {
    return { code: 'misdirected', text: 'This host is not served here' }
  }
  if (!methodsAt(pathname).includes(request.method ?? ''))
    return { code: 'method_not_allowed', text: 'Method not allowed' }
  const encoding = request.headers['content-encoding']
  if (encoding !== undefined && encoding !== 'identity')
    return { code: 'unsupported_media_type', reason: encoding, text: 'Compressed bodies are not read' }
  return null
}

/** The methods that anything at a path may have. */
export function methodsAt(pathname: string): string[] {
  return isApiPath(pathname) ? API_METHODS : PAGE_METHODS
}

function doubleAuthorization(pathname: string): RequestFault {
  const text = 'There must be one Authorization'
  return isApiPath(pathname) ? { code: 'not_authenticated', reason: 'bad_header', text } : { code: 'bad_request', text }
}

export function pathOf(url: string): string {
  const end = url.indexOf('?')
  return end === -1 ? url : url.slice(0, end)
}

function countOf(header: string, rawHeaders: string[]): number {
  const isIt = (name: string) => name.length === header.length && name.toLowerCase() === header
  return rawHeaders.filter((name, index) => index % 2 === 0 && isIt(name)).length
}
