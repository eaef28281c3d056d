import { recordAudit } from '@/lib/audit/record-audit'
import type { Db } from '@/lib/db'
import type { Client } from '@/lib/sessions/client'
import { revokeUserSignIns } from '@/lib/sessions/end-sessions'
import { lockPendingHolder } from './address-store'
import { deleteUserRow } from './store'

/**
 * Deletes the account of a sign-up that holds an address without having proved it, since somebody else proves it now.
 * @returns what to call after the commit
 * @see Sudhodanan and Paverd 2022, pre-hijacked accounts
 */
export async function dropPendingHolder(
  tx: Db,
  { email, client }: { email: string; client: Client },
  now: Date,
): Promise<() => void> {
  const holder = await lockPendingHolder(tx, email)
  if (!holder) return () => {}
  const { id: userId } = holder
  const applyInThisProcess = await revokeUserSignIns(tx, { userId, reason: 'evicted', client }, now)
  await recordAudit(tx, { event: 'account.evict_squatter', outcome: 'success', reason: 'address', userId, client })
  await deleteUserRow(tx, userId)
  return applyInThisProcess
}
