import { recordAudit } from '@/lib/audit/record-audit'
import type { Db } from '@/lib/db'
import type { Client } from '@/lib/sessions/client'
import { revokeUserSignIns } from '@/lib/sessions/end-sessions'
import { wipeCredentials } from './store'

/**
 * Wipes an account whose address nobody confirmed, before its true owner enters: password, sessions, token families,
 * links, personal tokens and pending changes.
 *
 * @param on the transaction in which the owner enters
 * @returns what to call after the commit, so that this process refuses the wiped sessions at once
 * @see Sudhodanan and Paverd 2022, pre-hijacked accounts
 */
export async function evictSquatter(
  on: Db,
  { userId, client }: { userId: string; client: Client },
  now: Date = new Date(),
): Promise<() => void> {
  await wipeCredentials(on, userId)
  const applyInThisProcess = await revokeUserSignIns(on, { userId, reason: 'evicted', client }, now)
  await recordAudit(on, { event: 'account.evict_squatter', outcome: 'success', userId, client })
  return applyInThisProcess
}
