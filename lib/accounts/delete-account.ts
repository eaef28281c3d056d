import { recordAudit } from '@/lib/audit/record-audit'
import { type Db, inTransaction } from '@/lib/db'
import { randomSecret } from '@/lib/encryption'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { queueMail } from '@/lib/mail/queue-mail'
import type { Client } from '@/lib/sessions/client'
import { revokeUserSignIns } from '@/lib/sessions/end-sessions'
import { secondsAfter } from '@/lib/sessions/session'
import { revokePersonalTokensIn } from '@/lib/tokens/revoke-personal-token'
import { requireNoHold } from './account-hold'
import { lockAddresses, lockPendingHolder } from './address-store'
import type { CurrentUser } from './current-user'
import { eraseRows, lockActiveOwners, scheduleDeletion } from './deletion-store'
import { createOneTimeToken } from './one-time-token-store'

/** How long a deletion can be taken back. */
const DELETION_DAYS = 14

type Person = Pick<CurrentUser, 'id' | 'email' | 'role' | 'locale'>

/**
 * Disables an account at once, with every sign-in and token, and deletes it in two weeks unless that is taken back by
 * the link that is mailed to every address of the person. Without a proved address there is nowhere to mail it to, and
 * whoever owns the address must find it free: that account goes at once. A risky act: the caller has required a recent
 * sign-in.
 *
 * @returns whether it can be taken back
 * @throws AppError last_owner: nobody would be left to run the site
 * @throws AppError account_held
 * @throws AppError conflict: it was disabled meanwhile
 */
export async function deleteAccount(
  { user, locale }: { user: Person; locale: string },
  client: Client,
  now: Date = new Date(),
): Promise<{ isUndoable: boolean }> {
  const { id: userId } = user
  const at = secondsAfter(now, DELETION_DAYS * 86_400)
  const { isUndoable, applyInThisProcess } = await inTransaction(async (tx) => {
    if (user.role === 'owner') await requireAnotherOwner(tx, userId)
    if (!(await scheduleDeletion(tx, { userId, at }))) throw new AppError('conflict')
    await requireNoHold(userId, now, tx)
    await recordAudit(tx, { event: 'account.delete', outcome: 'success', userId, client })
    await revokePersonalTokensIn(tx, { userId, reason: 'user_deleted' }, client, now)
    const apply = await revokeUserSignIns(tx, { userId, reason: 'user_deleted', client }, now)
    const isProved = (await lockPendingHolder(tx, user.email))?.id !== userId
    if (isProved) await mailWayBack(tx, { userId, locale: user.locale ?? locale, at })
    else await eraseRows(tx, userId)
    return { isUndoable: isProved, applyInThisProcess: apply }
  })
  applyInThisProcess()
  return { isUndoable }
}

async function requireAnotherOwner(tx: Db, userId: string): Promise<void> {
  const owners = await lockActiveOwners(tx)
  if (!owners.some((id) => id !== userId)) throw new AppError('last_owner')
}

// To every address: whoever made an address of theirs the main one a moment ago must not be the only one to hear of it.
async function mailWayBack(
  tx: Db,
  { userId, locale, at }: { userId: string; locale: string; at: Date },
): Promise<void> {
  const secret = randomSecret()
  await createOneTimeToken(tx, { purpose: 'undo_deletion', userId, secret, data: {}, expiresAt: at })
  const data = { url: `${env.AUTH_URL}/undo-deletion?token=${secret}`, days: DELETION_DAYS }
  const { main, others } = await lockAddresses(tx, userId)
  for (const to of [main, ...others]) await queueMail(tx, { to, template: 'account-deleted', locale, data })
}
