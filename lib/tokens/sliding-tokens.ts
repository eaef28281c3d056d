import { emailToFind } from '@/lib/accounts/email'
import { holdCredentials } from '@/lib/accounts/hold-credentials'
import { verifyCredentials } from '@/lib/accounts/verify-credentials'
import { inTransaction } from '@/lib/db'
import { env } from '@/lib/env'
import type { Client } from '@/lib/sessions/client'
import { secondsAfter } from '@/lib/sessions/session'
import { startTokenSession } from '@/lib/sessions/start-session'
import { claimsFor } from './claims-hook'
import { verifyJwt } from './jwt'
import { mintSlidingToken, newJti } from './mint-tokens'
import { createFirstToken } from './store'
import { customClaims, invalidToken, requireTokenType } from './token-claims'
import { requireLiveToken } from './verify-token'

/**
 * Trades an e-mail address and a password for a sliding token: one that is sent with every request and renewed itself.
 * Each request with it reads its row, so prefer a pair of tokens.
 *
 * @throws AppError as obtainTokens does
 */
export async function obtainSlidingToken(
  { email, password }: { email: string; password: string },
  client: Client,
  now: Date = new Date(),
): Promise<{ token: string }> {
  const isVerifiedOnly = env.USER_AUTHENTICATION_RULE === 'verified'
  const user = await verifyCredentials({ email: emailToFind(email), password, isVerifiedOnly }, client)
  const refreshExpiresAt = secondsAfter(now, env.SLIDING_TOKEN_REFRESH_SECONDS)
  const jti = newJti(now)
  const session = await inTransaction(async (tx) => {
    await holdCredentials(tx, user)
    const started = await startTokenSession({ userId: user.id, method: 'password', client }, now, tx)
    const times = { jti, issuedAt: now, expiresAt: refreshExpiresAt }
    await createFirstToken(tx, { ...times, tokenType: 'sliding', sessionId: started.id, userId: user.id })
    return started
  })
  const subject = { userId: user.id, userNumber: user.number, sessionId: session.id }
  return { token: await mintSlidingToken(subject, { jti, refreshExpiresAt }, now, await claimsFor(user)) }
}

/**
 * Renews a sliding token that has not expired yet: the same id, a later `exp`.
 *
 * @throws AppError token_not_valid: bad, expired, blacklisted, past its `refresh_exp`, or the person is gone or disabled
 */
export async function refreshSlidingToken(
  { token }: { token: string },
  now: Date = new Date(),
): Promise<{ token: string }> {
  const claims = await verifyJwt(token, now)
  requireTokenType(claims, 'sliding')
  if (claims.refresh_exp === undefined) throw invalidToken('no_refresh_exp')
  if (claims.refresh_exp * 1_000 <= now.getTime()) throw invalidToken('refresh_expired')
  const record = await requireLiveToken(claims, now)
  const refreshExpiresAt = new Date(claims.refresh_exp * 1_000)
  return { token: await mintSlidingToken(record, { jti: claims.jti, refreshExpiresAt }, now, customClaims(claims)) }
}
