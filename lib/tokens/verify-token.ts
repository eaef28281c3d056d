import { findApiUser } from '@/lib/accounts/find-api-user'
import { env } from '@/lib/env'
import { AppError, isAppError } from '@/lib/errors'
import { findRevocation } from '@/lib/sessions/revocation-feed'
import { verifyJwt } from './jwt'
import { findTokenRecord } from './store'
import { invalidToken, issuedAtOf, type TokenClaims } from './token-claims'
import { judgeToken, type TokenRecord } from './token-state'

const VALID = {}

/**
 * Says whether a token of any type is good now: signature, moments, and that nothing it stands on was revoked.
 * An access token is judged without a query; a refresh or sliding token by its row.
 *
 * @throws AppError token_not_valid
 * @throws AppError validation_failed: a refresh or sliding token that is blacklisted
 * @throws AppError unavailable: neither the revocation feed nor the database can tell
 */
export async function verifyToken({ token }: { token: string }, now: Date = new Date()): Promise<object> {
  const claims = await verifyJwt(token, now)
  const isByRow = claims.token_type === 'refresh' || (claims.token_type === 'sliding' && (await isSliding(claims)))
  if (isByRow) await requireLiveRecord(claims, now)
  else await requireUnrevoked(claims)
  return VALID
}

// The word alone, where no door takes such tokens and none is on record, says as little to the recorded server.
async function isSliding({ jti }: TokenClaims): Promise<boolean> {
  return env.AUTH_TOKEN_CLASSES.includes('sliding') || (await findTokenRecord(jti)) !== null
}

/** @throws AppError token_not_valid: the session, the person or the key behind a token was revoked since */
export async function requireUnrevoked(claims: TokenClaims & { kid: string | undefined }): Promise<void> {
  const userId = claims.sub ?? (await findIdBehind(claims))
  const isLongLived = claims.exp - claims.iat > env.ACCESS_TOKEN_SECONDS
  const ground = { sessionId: claims.sid, userId, keyId: claims.kid, issuedAt: () => issuedAtOf(claims) }
  const found = findRevocation({ ...ground, isLongLived })
  const reason = found instanceof Promise ? await found : found
  if (reason !== null) throw invalidToken(refusals[reason] ?? 'blacklisted')
}

const refusals: Record<string, string> = {
  user_inactive: 'user_inactive',
  user_deleted: 'user_not_found',
  password_changed: 'password_changed',
}

/** Tokens of a Django service with the shared key carry the number only. */
async function findIdBehind({ user_id }: TokenClaims): Promise<string | undefined> {
  if (user_id == null) return undefined
  const user = await findApiUser(user_id)
  if (!user?.isActive) throw invalidToken(user ? 'user_inactive' : 'user_not_found')
  return user.id
}

/** @throws AppError token_not_valid: a refresh or sliding token whose row no longer stands for it */
export async function requireLiveToken({ jti }: TokenClaims, now: Date): Promise<TokenRecord> {
  const record = await findTokenRecord(jti)
  const state = judgeToken(jti, record, now)
  if (record === null || state === 'unknown') throw invalidToken('invalid')
  if (state === 'live' || (state === 'retired_in_grace' && env.BLACKLIST_AFTER_ROTATION === 'off')) return record
  if (state === 'user_inactive' || state === 'password_changed' || state === 'expired') throw invalidToken(state)
  throw invalidToken('blacklisted')
}

// The recorded server says it in another form here than everywhere else.
async function requireLiveRecord(claims: TokenClaims, now: Date): Promise<void> {
  try {
    await requireLiveToken(claims, now)
  } catch (error) {
    const isBlacklisted = isAppError(error) && error.reason === 'blacklisted'
    if (!isBlacklisted) throw error
    throw new AppError('validation_failed', { fields: { non_field_errors: ['token_blacklisted'] } })
  }
}
