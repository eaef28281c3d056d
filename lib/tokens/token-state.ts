import { env } from '@/lib/env'

/** A recorded refresh token with its family and person. */
export type TokenRecord = {
  sessionId: string
  blacklistedAt: Date | null
  rotatedAt: Date | null
  userId: string
  userNumber: number
  isUserActive: boolean
  revokedAt: Date | null
  revokedReason: string | null
  sessionExpiresAt: Date
  headJti: string | null
  previousJti: string | null
  refreshedAt: Date | null
  headExpiresAt: Date
}

export type TokenState =
  | 'unknown'
  | 'user_inactive'
  | 'password_changed'
  | 'ended'
  | 'expired'
  | 'live'
  /** Retired a moment ago, and its child was not used yet: an honest client that lost the answer. */
  | 'retired_in_grace'
  | 'retired'

/** What a refresh token whose signature and expiry are good stands for now. */
export function judgeToken(jti: string, record: TokenRecord | null, now: Date): TokenState {
  if (!record) return 'unknown'
  if (!record.isUserActive) return 'user_inactive'
  if (record.revokedAt) return record.revokedReason === 'password_changed' ? 'password_changed' : 'ended'
  if (record.blacklistedAt) return 'ended'
  if (record.sessionExpiresAt <= now) return 'expired'
  if (record.headJti === jti) return 'live'
  return isWithinGrace(jti, record, now) ? 'retired_in_grace' : 'retired'
}

function isWithinGrace(jti: string, { previousJti, refreshedAt }: TokenRecord, now: Date): boolean {
  if (env.BLACKLIST_AFTER_ROTATION === 'off') return true
  if (previousJti !== jti || !refreshedAt) return false
  return now.getTime() - refreshedAt.getTime() < env.REFRESH_GRACE_SECONDS * 1000
}
