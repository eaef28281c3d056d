import { recordAudit } from '@/lib/audit/record-audit'
import { inTransaction } from '@/lib/db'
import { AppError } from '@/lib/errors'
import type { Client } from '@/lib/sessions/client'
import { revokeUserSignIns } from '@/lib/sessions/end-sessions'
import { eraseRows } from './deletion-store'
import { findUserByEmail, setActive } from './store'

/**
 * Disables a person: every sign-in ends, every token is refused, and none is given.
 * @throws AppError not_found: the address has no account
 */
export async function deactivateUser(email: string, client: Client, now: Date = new Date()): Promise<void> {
  const { id: userId } = await getUser(email)
  const applyInThisProcess = await inTransaction(async (tx) => {
    await setActive(tx, { userId, isActive: false })
    await recordAudit(tx, { event: 'account.deactivate', outcome: 'success', userId, client })
    return revokeUserSignIns(tx, { userId, reason: 'user_inactive', client }, now)
  })
  applyInThisProcess()
}

/**
 * Deletes a person and everything that belongs to them; tokens that are about are refused.
 * @throws AppError not_found: the address has no account
 */
export async function deleteUser(email: string, client: Client, now: Date = new Date()): Promise<void> {
  const { id: userId } = await getUser(email)
  const applyInThisProcess = await inTransaction(async (tx) => {
    const apply = await revokeUserSignIns(tx, { userId, reason: 'user_deleted', client }, now)
    await eraseRows(tx, userId)
    await recordAudit(tx, { event: 'account.erase', outcome: 'success', userId, client })
    return apply
  })
  applyInThisProcess()
}

async function getUser(email: string): Promise<{ id: string }> {
  const user = await findUserByEmail(email)
  if (!user) throw new AppError('not_found')
  return user
}
