import { z } from 'zod'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'

export type TokenType = 'access' | 'refresh' | 'sliding'

// What a Date can hold; a bigger number is no moment.
const numericDate = z.number().min(0).max(8.64e12)

// Not a loose object, which zod checks several times as slowly; other claims are taken over beside these.
const claimsSchema = z.object({
  exp: numericDate,
  iat: numericDate,
  nbf: numericDate.optional(),
  jti: z.string().min(1).max(64).optional(),
  token_type: z.string().optional(),
  user_id: z.union([z.string(), z.number()]).nullish(),
  sub: z.uuid().optional(),
  sid: z.uuid().optional(),
  iss: z.string().optional(),
  aud: z.string().optional(),
  refresh_exp: numericDate.optional(),
})

/** Simple JWT's claims plus `sub`, `sid`, `iss`, `aud`; `user_id` is the person's number. */
export type TokenClaims = z.output<typeof claimsSchema> & { jti: string; [custom: string]: unknown }

// The key's id stands in the header, and beside the claims of a token that was verified.
const OWN_CLAIMS = new Set([...Object.keys(claimsSchema.shape), 'kid'])

// The hosts of one installation may differ by this much in when a token was made.
const CLOCK_SKEW_SECONDS = 5

/**
 * Checks the claims of a token whose signature is good, in Simple JWT's order: moments, issuer, id.
 * @throws AppError token_not_valid
 */
export function checkClaims(payload: unknown, now: Date): TokenClaims {
  const all = withUserId(payload)
  const result = claimsSchema.safeParse(all)
  if (!result.success) throw invalidToken(isWithoutExpiry(payload) ? 'no_expiry' : 'invalid')
  const claims = result.data
  checkMoments(claims, now)
  if (claims.iss !== ownIssuer() || claims.aud !== ownAudience()) throw invalidToken('invalid')
  if (claims.jti === undefined) throw invalidToken('no_id')
  return { ...(all as object), ...claims, jti: claims.jti }
}

/** @throws AppError token_not_valid: expired, or not valid yet */
export function checkMoments({ exp, nbf, iat }: Pick<TokenClaims, 'exp' | 'nbf' | 'iat'>, now: Date): void {
  const nowSeconds = now.getTime() / 1000
  const leeway = env.TOKEN_LEEWAY_SECONDS
  if (exp <= nowSeconds - leeway) throw invalidToken('expired')
  if (nbf !== undefined && nbf > nowSeconds + leeway) throw invalidToken('invalid')
  if (iat > nowSeconds + leeway + CLOCK_SKEW_SECONDS) throw invalidToken('invalid')
}

// Inside it is always called user_id.
function withUserId(payload: unknown): unknown {
  if (env.USER_ID_CLAIM === 'user_id' || typeof payload !== 'object' || payload === null) return payload
  const { [env.USER_ID_CLAIM]: user_id, ...others } = payload as Record<string, unknown>
  return { ...others, user_id }
}

export function requireTokenType(claims: TokenClaims, type: TokenType): void {
  if (claims.token_type === undefined) throw invalidToken('no_type')
  if (claims.token_type !== type) throw invalidToken('wrong_type')
}

export function invalidToken(reason: string): AppError {
  return new AppError('token_not_valid', { reason })
}

function isWithoutExpiry(payload: unknown): boolean {
  return typeof payload === 'object' && payload !== null && !Array.isArray(payload) && !('exp' in payload)
}

export function ownIssuer(): string | undefined {
  return ownName(env.TOKEN_ISSUER)
}

export function ownAudience(): string | undefined {
  return ownName(env.TOKEN_AUDIENCE)
}

function ownName(setting: string | undefined): string | undefined {
  return setting === 'none' ? undefined : (setting ?? env.AUTH_URL)
}

/** What a token carries beside our own claims; it goes on into every token made from it. */
export function customClaims(claims: Record<string, unknown>): Record<string, unknown> {
  const names = Object.keys(claims).filter((name) => !OWN_CLAIMS.has(name))
  return Object.fromEntries(names.map((name) => [name, claims[name]]))
}

/** Whether an id can be on record: all of ours and all of Simple JWT's are a UUID without dashes. */
export function isTokenId(jti: string): boolean {
  return /^[0-9a-f]{32}$/.test(jti)
}

/**
 * When a token was made, in milliseconds where its jti tells (ours are UUIDs of version 7), else the start of its second.
 * A whole second would make a token obtained right after a sign-out everywhere count as older than it.
 */
export function issuedAtOf({ jti, iat }: Pick<TokenClaims, 'jti' | 'iat'>): Date {
  const milliseconds = /^[0-9a-f]{12}7[0-9a-f]{19}$/.test(jti) ? Number.parseInt(jti.slice(0, 12), 16) : Number.NaN
  return new Date(Math.floor(milliseconds / 1000) === iat ? milliseconds : iat * 1000)
}
