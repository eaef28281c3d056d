import { recordAudit } from '@/lib/audit/record-audit'
import { inTransaction } from '@/lib/db'
import { AppError } from '@/lib/errors'
import type { Client } from '@/lib/sessions/client'
import { revokeSignIn, revokeSignIns } from '@/lib/sessions/end-sessions'
import { findTokenRecord } from './store'

type Act = { staffId: string; client: Client }

/**
 * Blacklists a token for the staff; its sign-in ends with it.
 * @throws AppError not_found: no such token, or its sign-in has ended
 */
export async function blacklistByStaff(
  { jti, staffId, client }: Act & { jti: string },
  now: Date = new Date(),
): Promise<void> {
  const record = await findTokenRecord(jti)
  if (!record) throw new AppError('not_found')
  const { userId, sessionId } = record
  const applyInThisProcess = await inTransaction(async (tx) => {
    const apply = await revokeSignIn(tx, { userId, sessionId, reason: 'ended_by_staff', client }, now)
    if (!apply) throw new AppError('not_found')
    const event = { event: 'token.blacklist', outcome: 'success', reason: 'ended_by_staff' } as const
    await recordAudit(tx, { ...event, userId, sessionId, client, data: { staffId, jti } })
    return apply
  })
  applyInThisProcess()
}

/** Ends every sign-in of a person for the staff. */
export async function endAllByStaff(
  { userId, staffId, client }: Act & { userId: string },
  now: Date = new Date(),
): Promise<void> {
  const applyInThisProcess = await inTransaction(async (tx) => {
    const event = { event: 'session.end_all', outcome: 'success', reason: 'ended_by_staff' } as const
    await recordAudit(tx, { ...event, userId, client, data: { staffId } })
    return revokeSignIns(tx, { userId, reason: 'ended_by_staff', client }, now)
  })
  applyInThisProcess()
}
