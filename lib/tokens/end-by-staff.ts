import { recordAudit } from '@/lib/audit/record-audit'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import type { Client } from '@/lib/sessions/client'
import { endAllSessions, endSession } from '@/lib/sessions/end-sessions'
import { findTokenRecord } from './store'

type Act = { staffId: string; client: Client }

/**
 * Blacklists a token for the staff; its sign-in ends with it.
 * @throws AppError not_found: no such token, or its sign-in has ended
 */
export async function blacklistByStaff({ jti, staffId, client }: Act & { jti: string }): Promise<void> {
  const record = await findTokenRecord(jti)
  if (!record) throw new AppError('not_found')
  const { userId, sessionId } = record
  await endSession({ userId, sessionId, reason: 'ended_by_staff', client })
  const event = { event: 'token.blacklist', outcome: 'success', reason: 'ended_by_staff' } as const
  await recordAudit(db, { ...event, userId, sessionId, client, data: { staffId, jti } })
}

/** Ends every sign-in of a person for the staff. */
export async function endAllByStaff({ userId, staffId, client }: Act & { userId: string }): Promise<void> {
  await endAllSessions({ userId, reason: 'ended_by_staff', client })
  const event = { event: 'session.end_all', outcome: 'success', reason: 'ended_by_staff' } as const
  await recordAudit(db, { ...event, userId, client, data: { staffId } })
}
