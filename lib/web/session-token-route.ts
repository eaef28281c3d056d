import { AppError } from '@/lib/errors'
import { jsonRoute, noInput, type RouteContext } from '@/lib/http/json-route'
import { assertSameOrigin } from '@/lib/http/same-origin'
import type { SignIn } from '@/lib/sessions/find-sign-in'
import { tradeSession } from '@/lib/tokens/trade-session'
import { findSignInBy } from './find-sign-in-by'

/** Trades the session of this browser for an access token; only for our own pages. */
export const sessionToken = jsonRoute(
  {
    POST: [
      noInput,
      async (_, { request, actor: signIn }: RouteContext<SignIn | null>) => {
        assertSameOrigin(request.headers)
        if (!signIn) throw new AppError('not_authenticated')
        const { access, expiresAt } = await tradeSession(signIn)
        return { access, access_expiration: expiresAt.toISOString() }
      },
    ],
  },
  { name: 'Session Token', authenticate: ({ headers }) => findSignInBy(headers) },
)
