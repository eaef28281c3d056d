import { findApiUser } from '@/lib/accounts/find-api-user'
import { retryConflicts } from '@/lib/db'
import { env } from '@/lib/env'
import type { Client } from '@/lib/sessions/client'
import { endStolenFamily } from './end-stolen-family'
import { verifyJwt } from './jwt'
import { mintAccessToken, mintRefreshToken, newJti, refreshExpiry, type TokenPair } from './mint-tokens'
import { findTokenRecord, type Rotation, rotateRefreshToken } from './store'
import { customClaims, invalidToken, requireTokenType, type TokenClaims } from './token-claims'
import { judgeToken, type TokenRecord, type TokenState } from './token-state'

export type RefreshedTokens = Pick<TokenPair, 'access'> & Partial<TokenPair>

/**
 * Trades a refresh token for a new access token and, where rotation is on, for a new refresh token that retires it.
 * A retired token that comes back after the grace is taken for stolen: its session ends and the person is told.
 *
 * @throws AppError token_not_valid: bad signature, expired, retired, ended, or the person is gone or disabled
 * @throws AppError unavailable
 * @see RFC 9700 section 4.14, refresh token protection
 */
export async function refreshTokens(
  { refresh }: { refresh: string },
  client: Client,
  now: Date = new Date(),
): Promise<RefreshedTokens> {
  const presented = await verifyJwt(refresh, now)
  requireTokenType(presented, 'refresh')
  const rotation = env.ROTATE_REFRESH_TOKENS === 'on' ? await rotate(presented, client, now) : null
  if (rotation) return mintPair(presented, rotation, now)
  return answerWithoutRotation(presented, client, now)
}

type Successor = Rotation & { jti: string; issuedAt: Date }

async function rotate(presented: TokenClaims, { ip, userAgent }: Client, now: Date): Promise<Successor | null> {
  const childJti = newJti(now)
  const request = { jti: presented.jti, childJti, now, expiresAt: refreshExpiry(now), ip, userAgent }
  const rotation = await retryConflicts(() => rotateRefreshToken(request))
  return rotation && { ...rotation, jti: childJti, issuedAt: now }
}

async function answerWithoutRotation(presented: TokenClaims, client: Client, now: Date): Promise<RefreshedTokens> {
  const record = await findTokenRecord(presented.jti)
  const state = judgeToken(presented.jti, record, now)
  if (record && state === 'live' && env.ROTATE_REFRESH_TOKENS === 'off') {
    return { access: await mintAccessToken(record, now, customClaims(presented)) }
  }
  // The lost race of two honest requests, or the lost answer of one: the same child again, never a second one.
  if (record?.headJti && record.refreshedAt && state === 'retired_in_grace') {
    const child = { ...record, jti: record.headJti, issuedAt: record.refreshedAt, expiresAt: record.headExpiresAt }
    return mintPair(presented, child, now)
  }
  if (record && state === 'retired') await endStolenFamily(record, client, now)
  throw invalidToken(await refusalOf(state, presented, record))
}

async function mintPair(presented: TokenClaims, child: Successor, now: Date): Promise<TokenPair> {
  const custom = customClaims(presented)
  const [access, refresh] = await Promise.all([
    mintAccessToken(child, now, custom),
    mintRefreshToken(child, child, custom),
  ])
  return { access, refresh }
}

async function refusalOf(state: TokenState, { user_id }: TokenClaims, record: TokenRecord | null): Promise<string> {
  if (state === 'unknown' && record === null) {
    const isPersonGone = user_id != null && (await findApiUser(user_id)) === null
    return isPersonGone ? 'user_not_found' : 'invalid'
  }
  if (state === 'user_inactive' || state === 'password_changed' || state === 'expired') return state
  return 'blacklisted'
}
