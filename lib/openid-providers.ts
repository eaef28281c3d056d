import { z } from 'zod'

/** The origin of a site, spelled as browsers do. */
export const origin = z
  .url()
  .refine(
    (value) => URL.canParse(value) && new URL(value).origin === value,
    'must be an origin without a path or a final slash',
  )

/** Where an OpenID provider's endpoints may be besides its issuer's own origin. */
export const endpointOriginsSchema = z.array(origin).max(10)

/** The redirect URI of API clients that send a code; empty: the one of our own pages. */
export const apiCallbackUrl = z.url().max(500).optional()

/** The id of any provider. */
export const providerIdSchema = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be small letters, digits and dashes')

const OUR_KINDS = ['google', 'github', 'kakao', 'naver', 'openid']

/** The id of an OpenID provider. */
export const openIdProviderIdSchema = providerIdSchema.refine((id) => !OUR_KINDS.includes(id), 'is taken')

const listed = z
  .array(
    z.strictObject({
      id: openIdProviderIdSchema,
      name: z.string().min(1).max(40),
      issuer: z.url(),
      clientId: z.string().min(1).max(255),
      clientSecret: z.string().min(1).max(1_000),
      callbackUrl: apiCallbackUrl,
      nativeClientIds: z.array(z.string().min(1).max(255)).max(20).default([]),
      endpointOrigins: endpointOriginsSchema.default([]),
    }),
  )
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'must have different ids')

/** Any OpenID providers, as a JSON list; each id stands once. */
export const openIdProviders = z.string().default('[]').transform(parseJson).pipe(listed)

function parseJson(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text)
  } catch {
    context.addIssue({ code: 'custom', message: 'must be JSON' })
    return z.NEVER
  }
}
