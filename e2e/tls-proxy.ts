import { once } from 'node:events'
import { type IncomingMessage, request as requestHttp, type ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { generate } from 'selfsigned'

export type TlsProxy = { port: number; certificate: string; stop: () => Promise<void> }

/**
 * Ends TLS in front of a server, as a reverse proxy does in production: keeps Host and method, appends the address
 * it saw to X-Forwarded-For. The certificate for `host` is made anew at each start.
 */
export async function startTlsProxy({
  host = 'localhost',
  port = 0,
  targetPort,
}: {
  host?: string
  port?: number
  targetPort: number
}): Promise<TlsProxy> {
  const { key, cert } = await newCertificate(host)
  const server = createServer({ key, cert }, (request, response) => forward(request, response, targetPort))
  await once(server.listen(port, 'localhost'), 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')
  const stop = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return { port: address.port, certificate: cert, stop }
}

/** A certificate of our own, which nobody trusts unless told to. */
export async function newCertificate(host: string): Promise<{ key: string; cert: string }> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: host }], {
    keyType: 'ec',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: host }] }],
  })
  return { key, cert }
}

function forward(request: IncomingMessage, response: ServerResponse, port: number): void {
  const { method, url: path, headers, socket } = request
  const forwardedFor = [headers['x-forwarded-for'], socket.remoteAddress].flat().filter(Boolean).join(', ')
  const upstream = requestHttp({
    host: 'localhost',
    port,
    method,
    path,
    setHost: false,
    headers: { ...headers, 'x-forwarded-for': forwardedFor, 'x-forwarded-proto': 'https' },
  })
  upstream.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
    answer.pipe(response)
  })
  upstream.on('error', () => {
    if (response.headersSent) response.destroy()
    else response.writeHead(502).end()
  })
  response.on('close', () => upstream.destroy())
  request.pipe(upstream)
}
