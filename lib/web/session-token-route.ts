import { AppError } from '@/lib/errors'
import type { JsonRequest } from '@/lib/http/json-request'
import { jsonRoute, noInput } from '@/lib/http/json-route'
import { assertSameOrigin } from '@/lib/http/same-origin'
import type { Client } from '@/lib/sessions/client'
import { findSignIn, type SignIn } from '@/lib/sessions/find-sign-in'
import { tradeSession } from '@/lib/tokens/trade-session'
import { openSessionCookie } from './session-token'

/** Trades the session of this browser for an access token; only for our own pages. */
export const sessionToken = jsonRoute(
  {
    POST: [
      noInput,
      async (_, { request, client }) => {
        assertSameOrigin(request.headers)
        const { access, expiresAt } = await tradeSession(await requireSessionOf(request, client))
        return { access, access_expiration: expiresAt.toISOString() }
      },
    ],
  },
  { name: 'Session Token' },
)

async function requireSessionOf(request: JsonRequest, client: Client): Promise<SignIn> {
  const secret = await openSessionCookie(request.headers.get('cookie'))
  const signIn = secret && (await findSignIn(secret, client))
  if (!signIn) throw new AppError('not_authenticated')
  return signIn
}
