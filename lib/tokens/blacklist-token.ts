import type { Client } from '@/lib/sessions/client'
import { endSessionIfLive } from '@/lib/sessions/end-sessions'
import { verifyJwt } from './jwt'
import { findTokenRecord } from './store'
import { invalidToken, requireTokenType } from './token-claims'
import { judgeToken } from './token-state'

/**
 * Ends the session of a refresh token, with every token that belongs to it.
 * A retired token ends it too, and is answered as blacklisted: whoever sends it wants the session to be over.
 *
 * @param ownerId whose token it must be, where somebody says who they are
 * @throws AppError token_not_valid: bad signature, expired, retired, ended before, or another person's
 */
export async function blacklistToken(
  { refresh, ownerId }: { refresh: string; ownerId?: string | undefined },
  client: Client,
  now: Date = new Date(),
) {
  const presented = await verifyJwt(refresh, now)
  requireTokenType(presented, 'refresh')
  const record = await findTokenRecord(presented.jti)
  if (!record || (ownerId !== undefined && record.userId !== ownerId)) throw invalidToken('invalid')
  const wasLive = judgeToken(presented.jti, record, now) === 'live'
  const { userId, sessionId } = record
  const wasEndedNow = await endSessionIfLive({ userId, sessionId, reason: 'blacklisted', client })
  if (!wasLive || !wasEndedNow) throw invalidToken('blacklisted')
  return {}
}
