import { createServer, type IncomingMessage, type Server } from 'node:http'
import { type Answer, json } from './answer'
import type { Routes } from './desk'
import { makeFaultDial } from './fault-dial'
import { githubRoutes } from './github'
import { internalHostRoutes } from './internal-host'
import { kakaoRoutes } from './kakao'
import { naverRoutes } from './naver'
import { openIdRoutes } from './openid'

/** Longer than a test: whoever asks again must not meet a connection that is just being closed. */
const KEEP_ALIVE_MS = 120_000

/**
 * Stands in for the providers: their protocols with real signatures, people to choose from, and people who come with
 * a fault. For tests and the local mode; a production server refuses it as an issuer.
 * @see OpenID Connect Core 1.0, RFC 6749, RFC 7636
 */
export async function makeSimulator(origin: string): Promise<Server> {
  const dial = makeFaultDial()
  const routes: Routes = {
    ...dial.routes,
    ...internalHostRoutes(),
    ...(await openIdRoutes({ dial, origin, name: 'Google', id: 'google', algorithm: 'RS256' })),
    ...(await openIdRoutes({ dial, origin, name: 'OpenID', id: 'oidc', algorithm: 'ES256' })),
    ...(await kakaoRoutes(origin, dial)),
    ...naverRoutes(dial),
    ...githubRoutes(origin, dial),
  }
  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const url = new URL(request.url ?? '/', origin)
    const route = routes[`${request.method} ${url.pathname}`]
    return route ? route(request, url) : json({ error: 'not_found' }, 404)
  }
  return createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    answer(request)
      .catch((error: unknown) => json({ error: 'bad_request', detail: String(error) }, 400))
      .then(({ status, headers, body }) => response.writeHead(status, headers).end(body))
  })
}
