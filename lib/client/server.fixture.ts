import { env } from '@/lib/env'
import { findHotRoute } from '@/lib/http/hot-routes'
import { headerPairs } from '@/lib/http/json-reply'
import { sessionToken } from '@/lib/web/session-token-route'
import type { Send } from './send'

type Server = {
  send: Send
  /** What was asked, in order, as `POST /accounts/token/refresh/`. */
  asked: string[]
  /** From now on the server refuses every access token it has seen. */
  expireTokens: () => void
}

/** The real handlers, as a page of ours with these cookies reaches them. */
export function startServer({ cookie = () => '' }: { cookie?: () => string } = {}): Server {
  const asked: string[] = []
  const seen = new Set<string>()
  let expired = new Set<string>()

  async function send(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url)
    asked.push(`${request.method} ${pathname}`)
    const headers = new Headers(request.headers)
    headers.set('origin', env.AUTH_URL)
    headers.set('cookie', cookie())
    const authorization = headers.get('authorization')
    if (authorization) seen.add(authorization)
    if (authorization && expired.has(authorization)) headers.set('authorization', 'Bearer expired')
    const route = pathname === '/api/session/token' ? sessionToken.answer : findHotRoute(pathname)
    if (!route) return new Response(null, { status: 404 })
    const { status, headers: answered, content } = await route(new Request(request, { headers }))
    return new Response(content, { status, headers: headerPairs(answered) })
  }

  const expireTokens = () => {
    expired = new Set(seen)
  }
  return { send, asked, expireTokens }
}
