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
  const app = next({ dev: env.LATCHKEY_DEV === 'on', hostname, port: Number(port) || (isHttps ? 443 : 80) })
  await app.prepare()
  return app
}

function loopbackHost(host: string): string {
  return host === '0.0.0.0' || host === '::' ? 'localhost' : host
}
