import { createHash } from 'node:crypto'
import { type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { z } from 'zod'
import type { OpenIdProvider, ProviderClaims } from './provider'
import { subjectSchema } from './subject'

const ALGORITHMS = ['RS256', 'ES256']
const MAX_TOKEN_LENGTH = 16_384
const MAX_AGE_SECONDS = 600
const CLOCK_TOLERANCE_SECONDS = 30
const ID_TOKEN_TYPES = new Set([undefined, 'jwt', 'id_token+jwt'])

const isPlain = (text: string) => !text.includes('\u0000')
const optionalText = (max: number) =>
  z
    .string()
    .max(max)
    .refine(isPlain)
    .nullish()
    .transform((text) => text ?? null)

const claimsSchema = z.object({
  sub: subjectSchema,
  azp: z.string().optional(),
  aud: z.union([z.string(), z.array(z.string()).max(16)]),
  nonce: z.string().min(1).optional(),
  at_hash: z.string().optional(),
  email: optionalText(320),
  email_verified: z
    .unknown()
    .optional()
    .transform((value) => value === true),
  hd: optionalText(255),
  name: optionalText(1_000),
  locale: optionalText(35),
  auth_time: z.number().int().optional(),
})

type Presented = {
  idToken: string
  /** What came with it; checked against `at_hash` where the token has one. */
  accessToken?: string | undefined
  provider: OpenIdProvider
  keys: JWTVerifyGetKey
  /** An API client that brings the token itself may have asked without a nonce; our own pages never do. */
  isNonceRequired?: boolean
  /** What the browser was given, where nobody compares it before. */
  nonce?: string | undefined
}

/**
 * Verifies an id_token: signature, issuer, audience, times and the shape of what it claims.
 * Where next-auth compares the nonce with the browser's, it only has to be present here.
 *
 * @throws Error whatever is wrong with it; the message is for the audit log
 * @see OpenID Connect Core 1.0, section 3.1.3.7; RFC 8725, section 3.11
 */
export async function verifyIdToken(
  { idToken, accessToken, provider, keys, nonce, isNonceRequired = true }: Presented,
  now = new Date(),
): Promise<ProviderClaims> {
  if (idToken.length > MAX_TOKEN_LENGTH) throw new Error('The id_token is too long')
  const { payload, protectedHeader } = await jwtVerify(idToken, keys, {
    algorithms: ALGORITHMS,
    issuer: provider.tokenIssuers,
    audience: ourClientIds(provider),
    requiredClaims: ['sub', 'iat', 'exp', ...(isNonceRequired ? ['nonce'] : [])],
    maxTokenAge: MAX_AGE_SECONDS,
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    currentDate: now,
  })
  assertNoOtherToken(protectedHeader.typ, payload)
  const claims = claimsSchema.parse(payload)
  if ((claims.auth_time ?? 0) > now.getTime() / 1_000 + CLOCK_TOLERANCE_SECONDS)
    throw new Error('The id_token has an auth_time that is yet to come')
  if (nonce !== undefined && claims.nonce !== nonce) throw new Error('The id_token has another nonce')
  assertOnlyForUs(claims, ourClientIds(provider))
  if (claims.at_hash !== undefined && accessToken !== undefined) assertBelongs(claims.at_hash, accessToken)
  return {
    sub: claims.sub,
    email: claims.email,
    isEmailVerified: claims.email_verified,
    hd: claims.hd,
    name: claims.name ?? '',
    locale: claims.locale,
    authTime: claims.auth_time ?? null,
  }
}

// With the same keys a provider signs for other ends: access tokens (RFC 9068), logout tokens, security events.
function assertNoOtherToken(type: string | undefined, payload: JWTPayload): void {
  const name = type?.toLowerCase().replace(/^application\//, '')
  if (!ID_TOKEN_TYPES.has(name)) throw new Error('The token is of another type (typ)')
  if (payload.events !== undefined) throw new Error('The token tells of events, and is no id_token')
}

function ourClientIds({ clientId, nativeClientIds }: OpenIdProvider): string[] {
  return [clientId, ...nativeClientIds]
}

function assertOnlyForUs({ aud, azp }: { aud: string | string[]; azp?: string | undefined }, ours: string[]): void {
  const hasSeveral = Array.isArray(aud) && aud.length > 1
  if (hasSeveral && azp === undefined) throw new Error('The id_token has several audiences and no azp')
  if (azp !== undefined && !ours.includes(azp)) throw new Error('The id_token was issued to another client (azp)')
}

// Both algorithms we accept hash with SHA-256; at_hash is the left half of it.
function assertBelongs(atHash: string, accessToken: string): void {
  const half = createHash('sha256').update(accessToken).digest().subarray(0, 16)
  if (atHash !== half.toString('base64url'))
    throw new Error('The access token is not the one of the id_token (at_hash)')
}
