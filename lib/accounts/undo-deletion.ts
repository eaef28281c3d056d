import { recordAudit } from '@/lib/audit/record-audit'
import { inTransaction } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { countAttempt } from '@/lib/limits/count-attempt'
import type { Client } from '@/lib/sessions/client'
import { revokeUserSignIns } from '@/lib/sessions/end-sessions'
import { cancelDeletion, findDeletionAt } from './deletion-store'
import { consumeOneTimeToken, discardOneTimeTokens, findOneTimeToken } from './one-time-token-store'

/** When the account behind a link is deleted for good; null when the link is no longer good. */
export async function findDeletion(token: string, now: Date = new Date()): Promise<Date | null> {
  const found = await findOneTimeToken('undo_deletion', token)
  const isOpen = found !== null && !found.usedAt && found.expiresAt > now
  return isOpen && found.userId ? findDeletionAt(found.userId) : null
}

/**
 * Takes the deletion of an account back, by the link from the mail. The person signs in again; nothing that was opened
 * before, or at the very moment of the deletion, comes back to life.
 *
 * @throws AppError token_invalid: unknown, used, or the account is deleted or was taken back before
 */
export async function undoDeletion(
  { token }: { token: string },
  client: Client,
  now: Date = new Date(),
): Promise<void> {
  await countAttempt({ act: 'link', client })
  const applyInThisProcess = await inTransaction(async (tx) => {
    const used = await consumeOneTimeToken(tx, { purpose: 'undo_deletion', secret: token, now })
    const userId = used?.userId
    if (!userId || !(await cancelDeletion(tx, userId))) throw new AppError('token_invalid')
    await discardOneTimeTokens(tx, { purposes: ['undo_deletion'], userId, now })
    await recordAudit(tx, { event: 'account.undo_deletion', outcome: 'success', userId, client })
    return revokeUserSignIns(tx, { userId, reason: 'undone', client }, now)
  })
  applyInThisProcess()
}
