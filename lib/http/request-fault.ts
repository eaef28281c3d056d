import type { IncomingMessage } from 'node:http'
import { isApiPath } from './api-paths'

/** Plain answers to requests that no page or endpoint of ours would get from an honest client. */
export type RequestFault = { status: 400 | 404 | 405 | 415 | 421; text: string }

const API_METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
const PAGE_METHODS = new Set(['GET', 'HEAD', 'POST'])
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
    return { status: 400, text: 'The request target must be a path' }
  }
  const pathname = pathOf(url)
  if (countOf('host', request.rawHeaders) !== 1) return { status: 400, text: 'There must be one Host' }
  // Node reads the first alone, and a proxy may have judged by another.
  if (countOf('authorization', request.rawHeaders) > 1) return { status: 400, text: 'There must be one Authorization' }
  if (!HEALTH_PATHS.has(pathname) && request.headers.host?.toLowerCase() !== ownHost) {
    return { status: 421, text: 'This host is not served here' }
  }
  const methods = isApiPath(pathname) ? API_METHODS : PAGE_METHODS
  if (!methods.has(request.method ?? '')) return { status: 405, text: 'Method not allowed' }
  const encoding = request.headers['content-encoding']
  if (encoding !== undefined && encoding !== 'identity') return { status: 415, text: 'Compressed bodies are not read' }
  return null
}

export function pathOf(url: string): string {
  const end = url.indexOf('?')
  return end === -1 ? url : url.slice(0, end)
}

function countOf(header: string, rawHeaders: string[]): number {
  const isIt = (name: string) => name.length === header.length && name.toLowerCase() === header
  return rawHeaders.filter((name, index) => index % 2 === 0 && isIt(name)).length
}
