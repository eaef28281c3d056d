import { randomFillSync } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import { env } from '@/lib/env'
import { signJwt } from './jwt'
import { customClaims, ownAudience, ownIssuer, type TokenType } from './token-claims'

/** Whom a token speaks for, and in which session. */
export type TokenSubject = { userId: string; userNumber: number; sessionId: string }

type TokenTimes = { jti: string; issuedAt: Date; expiresAt: Date }

export type TokenPair = { refresh: string; access: string }

// Fetched for many at once: one fetch costs as much as all else about an id.
const random = Buffer.alloc(16 * 256)
let taken = random.length

function nextRandom(): Uint8Array {
  if (taken === random.length) {
    randomFillSync(random)
    taken = 0
  }
  taken += 16
  return random.subarray(taken - 16, taken)
}

/** A token id: a UUID of version 7 without dashes, so that it tells the millisecond and indexes stay compact. */
export function newJti(now: Date): string {
  return uuidv7({ msecs: now.getTime(), random: nextRandom() }).replaceAll('-', '')
}

export function refreshExpiry(now: Date): Date {
  return new Date(now.getTime() + env.REFRESH_TOKEN_SECONDS * 1000)
}

export function mintRefreshToken(
  subject: TokenSubject,
  { jti, issuedAt, expiresAt }: TokenTimes,
  custom: Record<string, unknown> = {},
): Promise<string> {
  return signJwt(claimsOf('refresh', subject, { jti, issuedAt, expiresAt }, custom), issuedAt)
}

/** A sliding token keeps its id however often it is renewed; it ends for good with `refreshExpiresAt`. */
export function mintSlidingToken(
  subject: TokenSubject,
  { jti, refreshExpiresAt }: { jti: string; refreshExpiresAt: Date },
  now: Date,
  custom: Record<string, unknown> = {},
): Promise<string> {
  const expiresAt = new Date(Math.min(now.getTime() + env.SLIDING_TOKEN_SECONDS * 1000, refreshExpiresAt.getTime()))
  const claims = claimsOf('sliding', subject, { jti, issuedAt: now, expiresAt }, custom)
  return signJwt({ ...claims, refresh_exp: epochSeconds(refreshExpiresAt) }, now)
}

/** When an access token made now expires, to the second that it says: it never outlives its session. */
export function accessExpiry(session: { sessionExpiresAt: Date }, now: Date): Date {
  const lifetimeEnd = now.getTime() + env.ACCESS_TOKEN_SECONDS * 1000
  return new Date(epochSeconds(new Date(Math.min(lifetimeEnd, session.sessionExpiresAt.getTime()))) * 1000)
}

export function mintAccessToken(
  subject: TokenSubject & { sessionExpiresAt: Date },
  now: Date,
  custom: Record<string, unknown> = {},
): Promise<string> {
  const expiresAt = accessExpiry(subject, now)
  return signJwt(claimsOf('access', subject, { jti: newJti(now), issuedAt: now, expiresAt }, custom), now)
}

function claimsOf(
  type: TokenType,
  { userId, userNumber, sessionId }: TokenSubject,
  { jti, issuedAt, expiresAt }: TokenTimes,
  custom: Record<string, unknown>,
) {
  const claims: Record<string, unknown> = {
    ...customClaims(custom),
    token_type: type,
    exp: epochSeconds(expiresAt),
    iat: epochSeconds(issuedAt),
    jti,
    sub: userId,
    sid: sessionId,
    // JSON leaves out what is undefined.
    iss: ownIssuer(),
    aud: ownAudience(),
  }
  claims[env.USER_ID_CLAIM] = String(userNumber)
  return claims
}

function epochSeconds(moment: Date): number {
  return Math.floor(moment.getTime() / 1000)
}
