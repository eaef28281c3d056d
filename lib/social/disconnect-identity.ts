import { requireNoHold } from '@/lib/accounts/account-hold'
import { recordAudit } from '@/lib/audit/record-audit'
import { inTransaction } from '@/lib/db'
import { AppError } from '@/lib/errors'
import type { Client } from '@/lib/sessions/client'
import { requireRecentSession } from '@/lib/sessions/require-recent-session'
import { deleteIdentity, lockWaysIn, type NumberedIdentity } from './store'

type Disconnection = { userId: string; sessionId: string | undefined; number: number }

/**
 * Takes an identity away from the signed-in person, unless it is their last way in. A risky act.
 *
 * @throws AppError recent_sign_in_required, account_held
 * @throws AppError not_found: no identity of this person has this number
 * @throws AppError last_sign_in_method
 */
export async function disconnectIdentity(
  { userId, sessionId, number }: Disconnection,
  client: Client,
  now: Date = new Date(),
): Promise<NumberedIdentity> {
  await requireRecentSession({ userId, sessionId }, now)
  return inTransaction(async (tx) => {
    const { hasPassword, identities } = await lockWaysIn(tx, userId)
    await requireNoHold(userId, now, tx)
    const identity = identities.find((one) => one.number === number)
    if (!identity) throw new AppError('not_found')
    if (!hasPassword && identities.length === 1) throw new AppError('last_sign_in_method')
    await deleteIdentity(tx, number)
    const event = { event: 'identity.unlink', outcome: 'success', reason: identity.provider, userId, client } as const
    await recordAudit(tx, event)
    return identity
  })
}
