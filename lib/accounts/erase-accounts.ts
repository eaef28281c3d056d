import { recordAudit } from '@/lib/audit/record-audit'
import { inTransaction } from '@/lib/db'
import { schedule } from '@/lib/sessions/client'
import { eraseRows, lockDuePerson } from './deletion-store'

/**
 * Deletes everybody whose time to take a deletion back is over, one person to a transaction, so that nobody waits.
 * What stays is the audit's ids: they tell that something happened, and no longer to whom.
 *
 * @returns how many are gone
 */
export async function eraseDueAccounts(now: Date = new Date()): Promise<number> {
  let count = 0
  while (await eraseNext(now)) count += 1
  return count
}

function eraseNext(now: Date): Promise<boolean> {
  return inTransaction(async (tx) => {
    const userId = await lockDuePerson(tx, now)
    if (userId === null) return false
    await eraseRows(tx, userId)
    await recordAudit(tx, { event: 'account.erase', outcome: 'success', userId, client: schedule })
    return true
  })
}
