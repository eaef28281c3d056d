import { createServer, type IncomingMessage, type Server } from 'node:http'
import { text } from 'node:stream/consumers'

export const GOOGLE_CLIENT = 'contract'

/** Takes `ok:SUBJECT:ADDRESS` for a good code and for a good access token, and refuses everything else. */
export function makeGoogleStandIn(origin: string): Server {
  return createServer(async (request, response) => {
    const { status, body } = await answer(request, origin)
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
}

type Answer = { status: number; body: object }

async function answer(request: IncomingMessage, origin: string): Promise<Answer> {
  const { pathname, searchParams } = new URL(request.url ?? '/', origin)
  if (pathname === '/.well-known/openid-configuration') return { status: 200, body: discoveryDocument(origin) }
  if (pathname === '/jwks') return { status: 200, body: { keys: [] } }
  const presented =
    pathname === '/token'
      ? new URLSearchParams(await text(request)).get('code')
      : (searchParams.get('access_token') ?? request.headers.authorization?.replace('Bearer ', ''))
  const [ok, sub, email] = (presented ?? '').split(':')
  if (ok !== 'ok' || !sub || !email) return { status: 400, body: { error: 'invalid_grant' } }
  if (pathname === '/token') return { status: 200, body: { access_token: presented, token_type: 'Bearer' } }
  if (pathname === '/tokeninfo') return { status: 200, body: { aud: GOOGLE_CLIENT } }
  return { status: 200, body: { sub, email, email_verified: true, name: 'Robin' } }
}

function discoveryDocument(origin: string) {
  return {
    issuer: origin,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    userinfo_endpoint: `${origin}/userinfo`,
    jwks_uri: `${origin}/jwks`,
  }
}
