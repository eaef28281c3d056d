import { type IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import next from 'next'
import { env } from '@/lib/env'

/** Next, ready to answer behind our own server, in the belief that it is reached at AUTH_URL. */
export async function prepareNext() {
  const { protocol, hostname, port } = new URL(env.AUTH_URL)
  const isHttps = protocol === 'https:'
  // After an action that redirects, Next asks itself for the next page. Through the public origin that would come
  // back by way of the proxy with our own address as the visitor's; asked by this name, the host check declines and
  // the browser follows the redirect by itself.
  if (isHttps) process.env.__NEXT_PRIVATE_ORIGIN = `http://${loopbackHost(env.HOST)}:${env.PORT}`
  // Next adds its own upgrade listener to the server it finds, also in production (CVE-2026-44578 went that way):
  // it gets one that never listens, and sees only the upgrades that are handed to it.
  const httpServer = new Server()
  const isDev = env.LATCHKEY_DEV === 'on'
  const app = next({ dev: isDev, hostname, port: Number(port) || (isHttps ? 443 : 80), httpServer })
  await app.prepare()
  return {
    answer: app.getRequestHandler(),
    upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) =>
      void httpServer.emit('upgrade', request, socket, head),
  }
}

function loopbackHost(host: string): string {
  return host === '0.0.0.0' || host === '::' ? 'localhost' : host
}
