import type { IncomingMessage } from 'node:http'
import { CLIENT_IP_HEADER, PASSAGE_HEADER, REQUEST_ID_HEADER } from './client'
import { findClientIp, type TrustedProxies } from './client-ip'

// Headers by which a proxy or a framework speaks to the server behind it. Next acts on several of them
// (CVE-2025-29927: x-middleware-subrequest skipped all checks), so a visitor must not be able to set any.
const UNTRUSTED_NAMES = new Set([
  'forwarded',
  'x-real-ip',
  'x-client-ip',
  'true-client-ip',
  'next-resume',
  'x-now-route-matches',
  'x-matched-path',
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
  'x-original-url',
  'x-rewrite-url',
])
const UNTRUSTED_PREFIXES = ['x-forwarded-', 'x-middleware-', 'x-nextjs-', 'x-invoke-', 'x-latchkey-', 'x-vercel-']

function isUntrusted(name: string): boolean {
  return UNTRUSTED_NAMES.has(name) || (name.startsWith('x-') && UNTRUSTED_PREFIXES.some((it) => name.startsWith(it)))
}

/** Replaces what a visitor must not set by what this server found out itself, before anyone reads the headers. */
export function replaceUntrustedHeaders(
  request: IncomingMessage,
  { requestId, trusted, origin }: { requestId: string; trusted: TrustedProxies; origin: URL },
): string {
  const ip = findClientIp({
    socketAddress: request.socket.remoteAddress,
    forwardedFor: request.headers['x-forwarded-for']?.toString(),
    trusted,
  })
  const passage = passageOf(request)
  const forged = Object.keys(request.headers).filter(isUntrusted)
  if (forged.length > 0) {
    for (const name of forged) delete request.headers[name]
    request.rawHeaders = withoutUntrusted(request.rawHeaders)
  }
  for (const [name, value] of [
    ['x-forwarded-for', ip],
    ['x-forwarded-host', origin.host],
    ['x-forwarded-proto', origin.protocol.slice(0, -1)],
    [CLIENT_IP_HEADER, ip],
    [REQUEST_ID_HEADER, requestId],
    [PASSAGE_HEADER, passage],
  ] as const) {
    request.headers[name] = value
    request.rawHeaders.push(name, value)
  }
  return ip
}

function passageOf({ headers }: IncomingMessage): string {
  const stations = headers['x-forwarded-for']?.toString().split(',').length ?? 0
  const protocol = /^https?\b/.exec(headers['x-forwarded-proto']?.toString() ?? '')?.[0] ?? ''
  return `${stations} ${protocol}`
}

// Names and values take turns in it.
function withoutUntrusted(rawHeaders: string[]): string[] {
  return rawHeaders.filter((_, index, all) => !isUntrusted((all[index - (index % 2)] ?? '').toLowerCase()))
}
