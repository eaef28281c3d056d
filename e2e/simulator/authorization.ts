import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Person } from './people'

export const CLIENT_ID = 'latchkey-local'
export const CLIENT_SECRET = 'latchkey-local-secret'
/** As good as the first: many providers keep an old secret beside a new one until it is deleted. */
export const NEW_CLIENT_SECRET = 'latchkey-local-secret-2'

/** A simulator as SIMULATOR_URL names it: with what its providers know the application by. */
export const simulatorUrl = (origin: string) => origin.replace('://', `://${CLIENT_ID}:${CLIENT_SECRET}@`)

const CODE_MS = 60_000
const isLocal = (url: string) => ['localhost', '127.0.0.1'].includes(new URL(url).hostname)

/** An authorization request, as RFC 6749 section 4.1.1, RFC 7636 section 4.3 and OpenID Connect Core 3.1.2.1 name it. */
export const oAuthSchema = z.object({
  client_id: z.literal(CLIENT_ID),
  response_type: z.literal('code'),
  redirect_uri: z.url({ protocol: /^https?$/ }).refine(isLocal, 'leads away from this machine'),
  scope: z.string().max(1_000).default(''),
  /** Google's word for "with a refresh token". */
  access_type: z.enum(['online', 'offline']).optional(),
  state: z.string().max(4_096).optional(),
  nonce: z.string().max(4_096).optional(),
  code_challenge: z
    .string()
    .regex(/^[\w-]{43}$/)
    .optional(),
  code_challenge_method: z.literal('S256').optional(),
})

/** The same with OpenID Connect, where PKCE is the client's choice. */
export const looseOpenIdSchema = oAuthSchema.refine(({ scope }) => scope.split(' ').includes('openid'), {
  path: ['scope'],
  error: 'lacks openid',
})

/** The same where it is not. */
export const openIdSchema = looseOpenIdSchema.refine(
  (asked) => asked.code_challenge !== undefined && asked.code_challenge_method !== undefined,
  { path: ['code_challenge'], error: 'is missing' },
)

export type AuthorizationSchema = z.ZodType<z.output<typeof oAuthSchema>>
export type Authorization = z.output<typeof oAuthSchema>
export type Grant = { authorization: Authorization; person: Person; signedInAt: Date }

/** Codes that wait to be exchanged: once, for a minute, by whoever holds the verifier. */
export function makeCodes() {
  const grants = new Map<string, Grant>()
  return {
    issue(grant: Grant): string {
      const code = randomBytes(24).toString('base64url')
      grants.set(code, grant)
      setTimeout(() => grants.delete(code), CODE_MS).unref()
      return code
    },
    /** @param request.redirectUri null where the provider does not compare it */
    redeem(request: { code: string; redirectUri: string | null; verifier: string }): Grant | undefined {
      const grant = grants.get(request.code)
      grants.delete(request.code)
      const challenge = createHash('sha256').update(request.verifier).digest('base64url')
      const { code_challenge, redirect_uri } = grant?.authorization ?? {}
      const isSameUri = request.redirectUri === null || request.redirectUri === redirect_uri
      return isSameUri && (code_challenge === undefined || challenge === code_challenge) ? grant : undefined
    },
  }
}

export type Codes = ReturnType<typeof makeCodes>

/** Where the person goes back to, with what came of it. */
export function returnUrl({ redirect_uri, state }: Authorization, outcome: Record<string, string>): string {
  const url = new URL(redirect_uri)
  for (const [name, value] of Object.entries({ ...outcome, ...(state && { state }) })) url.searchParams.set(name, value)
  return url.href
}
