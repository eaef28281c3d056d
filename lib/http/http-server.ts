import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { securityHeaders } from './security-headers'

const HEADER_BYTES = 16 * 1_024
const HEADERS_MS = 10_000
// The longest a large upload over a poor line may take; lib/http/request-body.ts cuts the slow ones much earlier.
const REQUEST_MS = 120_000
const KEEP_ALIVE_MS = 65_000
const IDLE_SOCKET_MS = 75_000
const STOPPING = 'stopping'

type Listener = (request: IncomingMessage, response: ServerResponse) => void
type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

/** A node:http server with our limits. `onUpgrade` is for development, where Next talks to its page by WebSocket. */
export function createHttpServer(
  listener: Listener,
  { isHttps, onUpgrade }: { isHttps: boolean; onUpgrade?: UpgradeListener },
): Server {
  const server = createServer(
    {
      maxHeaderSize: HEADER_BYTES,
      headersTimeout: HEADERS_MS,
      requestTimeout: REQUEST_MS,
      connectionsCheckingInterval: 1_000,
      keepAliveTimeout: KEEP_ALIVE_MS,
      insecureHTTPParser: false,
    },
    listener,
  )
  // The size is limited already; a limit by number would drop headers instead of refusing the request.
  server.maxHeadersCount = 0
  server.setMaxListeners(0)
  // Ends a reader that takes nothing at all; one that still reads, however slowly, keeps resetting it.
  server.setTimeout(IDLE_SOCKET_MS)
  const answer = (socket: Duplex, status: number) => endWith(socket, status, isHttps)
  server.on('clientError', (error, socket) => answer(socket, statusOf(error)))
  server.on('upgrade', (request, socket, head) => {
    if (!onUpgrade) return answer(socket, 400)
    // A server does not count upgraded sockets among its connections, and would wait for them for ever.
    server.once(STOPPING, () => socket.destroy())
    onUpgrade(request, socket, head)
  })
  server.on('connect', (_, socket) => answer(socket, 405))
  return server
}

function statusOf(error: Error & { code?: string }): number {
  if (error.code === 'HPE_HEADER_OVERFLOW') return 431
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') return 408
  return error.code === 'HPE_INVALID_METHOD' ? 405 : 400
}

function endWith(socket: Duplex, status: number, isHttps: boolean): void {
  if (!socket.writable) return void socket.destroy()
  const lines = securityHeaders({ isHttps }).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}Connection: close\r\nContent-Length: 0\r\n\r\n`,
  )
}

/** Takes no new connection, lets running requests finish, and cuts what is left after the grace. */
export function closeGracefully(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      server.closeAllConnections()
      resolve()
    }, graceMs)
    server.close(() => {
      clearTimeout(timer)
      resolve()
    })
    server.closeIdleConnections()
    server.emit(STOPPING)
  })
}
