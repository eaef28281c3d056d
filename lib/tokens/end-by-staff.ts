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
  await endAndRecord({ event: 'token.blacklist', userId, sessionId, client, data: { staffId, jti } }, now)
}

type Ending = { event: string; userId: string; sessionId: string; client: Client; data: Record<string, string> }

async function endAndRecord(ending: Ending, now: Date): Promise<void> {
  const { userId, sessionId, client } = ending
  const reason = 'ended_by_staff'
  const applyInThisProcess = await inTransaction(async (tx) => {
    const apply = await revokeSignIn(tx, { userId, sessionId, reason, client }, now)
    if (!apply) throw new AppError('not_found')
    await recordAudit(tx, { ...ending, outcome: 'success', reason })
    return apply
  })
  applyInThisProcess()
}

/**
 * Ends one sign-in of a person for the staff.
 * @throws AppError not_found: this person has no such sign-in, or it has ended
 */
export function endSessionByStaff(
  { sessionId, userId, staffId, client }: Act & { sessionId: string; userId: string },
  now: Date = new Date(),
): Promise<void> {
  return endAndRecord({ event: 'session.end_by_staff', userId, sessionId, client, data: { staffId } }, now)
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
