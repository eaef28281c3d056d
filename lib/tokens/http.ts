import { JsonReply } from '@/lib/http/json-reply'
import { jsonRoute, noInput } from '@/lib/http/json-route'
import { matchesEtag } from '@/lib/http/matches-etag'
import { findRequestLocale } from '@/lib/http/negotiate-locale'
import { blacklistToken } from './blacklist-token'
import { obtainTokens } from './obtain-tokens'
import { askForCode, obtainTokensByCode } from './obtain-tokens-by-code'
import { publishKeys } from './publish-keys'
import { refreshTokens } from './refresh-tokens'
import { codeRequestSchema, codeSchema, obtainSchema, refreshSchema, verifySchema } from './schemas'
import { obtainSlidingToken, refreshSlidingToken } from './sliding-tokens'
import { verifyToken } from './verify-token'

export const obtain = jsonRoute(
  { POST: [obtainSchema, (input, { client }) => obtainTokens(input, client)] },
  { name: 'Token Obtain Pair' },
)

/** Both are not there until the owner switches sign-in by code on. */
export const code = jsonRoute(
  {
    POST: [
      codeRequestSchema,
      async ({ email }, { request, client }) => {
        const codeSecret = await askForCode({ email, locale: findRequestLocale(request) }, client)
        return new JsonReply({ code_secret: codeSecret }, { status: 202 })
      },
    ],
  },
  { name: 'Sign-in Code' },
)

export const obtainByCode = jsonRoute(
  { POST: [codeSchema, (input, { client }) => obtainTokensByCode(input, client)] },
  { name: 'Token Obtain Pair By Code' },
)

export const refresh = jsonRoute(
  { POST: [refreshSchema, (input, { client }) => refreshTokens(input, client)] },
  { name: 'Token Refresh' },
)

export const verify = jsonRoute({ POST: [verifySchema, (input) => verifyToken(input)] }, { name: 'Token Verify' })

export const blacklist = jsonRoute(
  { POST: [refreshSchema, (input, { client }) => blacklistToken(input, client)] },
  { name: 'Token Blacklist' },
)

export const obtainSliding = jsonRoute(
  { POST: [obtainSchema, (input, { client }) => obtainSlidingToken(input, client)] },
  { name: 'Token Obtain Sliding' },
)

export const refreshSliding = jsonRoute(
  { POST: [verifySchema, (input) => refreshSlidingToken(input)] },
  { name: 'Token Refresh Sliding' },
)

export const jwks = jsonRoute({
  GET: [
    noInput,
    async (_, { request }) => {
      const { body, headers } = await publishKeys()
      const isKnown = matchesEtag(request.headers.get('if-none-match'), headers.etag)
      return isKnown ? new JsonReply(undefined, { status: 304, headers }) : new JsonReply(body, { headers })
    },
  ],
})
