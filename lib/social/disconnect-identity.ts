import { requireNoHold } from '@/lib/accounts/account-hold'
import { findRecipient } from '@/lib/accounts/find-recipient'
import { offerUndo } from '@/lib/accounts/offer-undo'
import { recordAudit } from '@/lib/audit/record-audit'
import { type Db, inTransaction } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { queueMail } from '@/lib/mail/queue-mail'
import type { Client } from '@/lib/sessions/client'
import { revokeSignIns } from '@/lib/sessions/end-sessions'
import { requireRecentSession } from '@/lib/sessions/require-recent-session'
import { isLastWayIn } from './last-way-in'
import { listProviders, providerName } from './providers'
import { deleteIdentity, lockWaysIn, type NumberedIdentity } from './store'

type Disconnection = { userId: string; sessionId: string | undefined; number: number }

/**
 * Takes an identity away from the signed-in person, unless it is their last way in; whoever signed in by it is signed
 * out, but for whoever asks, and the person is told. A risky act.
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
  const { identity, applyInThisProcess } = await inTransaction(async (tx) => {
    const { hasPassword, identities } = await lockWaysIn(tx, userId)
    await requireNoHold(userId, now, tx)
    const identity = identities.find((one) => one.number === number)
    if (!identity) throw new AppError('not_found')
    if (isLastWayIn(number, { hasPassword, identities, providers: await listProviders(tx) }))
      throw new AppError('last_sign_in_method')
    await deleteIdentity(tx, number)
    const event = { event: 'identity.unlink', outcome: 'success', reason: identity.provider, userId, client } as const
    await recordAudit(tx, event)
    await tellOwner(tx, { userId, identity }, now)
    const ending = { userId, method: identity.provider, keepSessionId: sessionId, client } as const
    return { identity, applyInThisProcess: await revokeSignIns(tx, { ...ending, reason: 'unlinked' }, now) }
  })
  applyInThisProcess()
  return identity
}

type Unlinked = { userId: string; identity: NumberedIdentity }

async function tellOwner(tx: Db, { userId, identity }: Unlinked, now: Date): Promise<void> {
  const { provider, providerAccountId: subject, issuer } = identity
  const { email, locale } = await findRecipient(userId, tx)
  const language = locale ?? 'en'
  const undoUrl = await offerUndo(tx, userId, { act: 'identity_unlinked', provider, subject, issuer }, now)
  const data = { provider: await providerName(provider, language, tx), undoUrl }
  await queueMail(tx, { to: email, template: 'provider-unlinked', locale: language, data })
}
