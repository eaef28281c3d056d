import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { onTestFinished } from 'vitest'
import { env } from '@/lib/env'
import { findSignInBy } from '@/lib/web/find-sign-in-by'
import { CLIENT_IP_HEADER, REQUEST_ID_HEADER } from './client'
import { createHttpServer } from './http-server'
import type { JsonAnswer } from './json-reply'
import type { JsonRequest } from './json-request'
import { createServerListener, type ServerParts } from './server-listener'

export const ownHost = new URL(env.AUTH_URL).host

/** Stands where Next stands: says what reached it. */
async function echo(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const { method, url, headers } = request
  response.setHeader('Content-Type', 'application/json')
  response.end(JSON.stringify({ method, url, headers, body: Buffer.concat(chunks).toString('latin1') }))
}

const FORGEABLE = [
  ...['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'x-middleware-subrequest', 'x-nextjs-data'],
  ...['next-resume', 'x-now-route-matches', 'x-http-method-override', CLIENT_IP_HEADER, REQUEST_ID_HEADER],
]

/** Stands where an endpoint stands: says what reached it. */
async function echoHandler({ url, method, headers, arrayBuffer }: JsonRequest): Promise<JsonAnswer> {
  const seen = Object.fromEntries(FORGEABLE.map((name) => [name, headers.get(name)]))
  const body = Buffer.from(new Uint8Array(await arrayBuffer())).toString()
  const content = JSON.stringify({ door: 'hot', url, method, headers: seen, body })
  return { status: 200, headers: { 'content-type': 'application/json' }, content }
}

/** A server of ours in this process, with a stub behind it; it ends with the test. */
export async function startServer(parts: Partial<ServerParts> = {}): Promise<number> {
  const listener = createServerListener({
    findHotRoute: (pathname) => (pathname.startsWith('/accounts/token/') ? echoHandler : undefined),
    findHealth: (pathname) => (pathname === '/healthz' ? echoHandler : undefined),
    answerByNext: echo,
    isDatabaseReachable: async () => true,
    findUserId: async (headers) => (await findSignInBy(headers))?.user.id ?? null,
    isPublicFile: (pathname) => pathname.startsWith('/_next/static/'),
    isStopping: () => false,
    isDev: false,
    ...parts,
  })
  const server = createHttpServer(listener, { isHttps: env.AUTH_URL.startsWith('https:') })
  await once(server.listen(0, 'localhost'), 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return address.port
}

type Answer = { status: number; headers: Headers; body: string; milliseconds: number }

/** Sends bytes exactly as given and reads until the server closes or has answered. */
export async function sendRaw(port: number, text: string | string[], waitMs = 300): Promise<Answer> {
  const socket = connect(port, 'localhost')
  const startedAt = performance.now()
  let received = ''
  socket.setEncoding('latin1').on('data', (chunk) => {
    received += chunk
  })
  socket.on('error', () => {})
  for (const part of [text].flat()) socket.write(part, 'latin1')
  const closed = new Promise((resolve) => socket.once('close', resolve))
  await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, waitMs))])
  const milliseconds = performance.now() - startedAt
  socket.destroy()
  return { ...parseAnswer(received), milliseconds }
}

function parseAnswer(text: string): Omit<Answer, 'milliseconds'> {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const [statusLine = '', ...lines] = head.split('\r\n')
  const pairs = lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()])
  const headers = new Headers(pairs.map(([name = '', value = '']) => [name, value]))
  return { status: Number(statusLine.split(' ')[1] ?? 0), headers, body: rest.join('\r\n\r\n') }
}

/** A request line with our Host and whatever else is given; a body brings its length. */
export function requestText(line: string, headers: Record<string, string> = {}, body = ''): string {
  const all = {
    Host: ownHost,
    ...(body && { 'Content-Length': String(Buffer.byteLength(body, 'latin1')) }),
    ...headers,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${line} HTTP/1.1\r\n${lines.join('')}\r\n${body}`
}

/** One request on its own connection. */
export function ask(port: number, line: string, headers: Record<string, string> = {}, body = ''): Promise<Answer> {
  return sendRaw(port, requestText(line, { Connection: 'close', ...headers }, body), 5_000)
}
