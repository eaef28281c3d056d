import { recordAudit } from '@/lib/audit/record-audit'
import { type Db, inTransaction } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { queueMail } from '@/lib/mail/queue-mail'
import type { Client } from '@/lib/sessions/client'
import { revokeSignIns } from '@/lib/sessions/end-sessions'
import { requireNoHold } from './account-hold'
import { type Address, findAddresses, lockAddresses, releaseAddress, setMainAddress } from './address-store'
import type { CurrentUser } from './current-user'
import { dropPendingHolder } from './drop-pending-holder'
import { offerUndo } from './offer-undo'
import { discardOneTimeTokens } from './one-time-token-store'

type Person = Pick<CurrentUser, 'id' | 'email' | 'locale'>
type Act = { user: Person; email: string; locale: string }
/** The sign-in that goes on; every other ends. */
type Kept = { keepSessionId?: string | undefined }

/** The proved addresses of a person, in the order in which they came. */
export function listAddresses(userId: string): Promise<Address[]> {
  return findAddresses(userId)
}

/**
 * Makes a proved address the main one; the old one stays, and is told, and the other sign-ins end. A risky act: the
 * caller has required a recent sign-in.
 *
 * @throws AppError not_found: this person has not proved it
 * @throws AppError account_held
 */
export async function makeMain(
  { user, email, locale, keepSessionId }: Act & Kept,
  client: Client,
  now: Date = new Date(),
): Promise<void> {
  const afterCommit = await inTransaction(async (tx) => {
    const { main, others } = await lockAddresses(tx, user.id)
    await requireNoHold(user.id, now, tx)
    if (email === main) return []
    if (!others.includes(email)) throw new AppError('not_found')
    const eviction = await dropPendingHolder(tx, { email, client }, now)
    return [eviction, await becomeMain(tx, { user, email, locale, keepSessionId, client }, now)]
  })
  for (const apply of afterCommit) apply()
}

/**
 * Takes a further address away, with what was mailed to it; both are told. A risky act: the caller has required a recent sign-in.
 *
 * @throws AppError not_found: this person has not proved it
 * @throws AppError main_address_stays: make another one the main one first
 * @throws AppError account_held
 */
export async function removeAddress(
  { user, email, locale }: Act,
  client: Client,
  now: Date = new Date(),
): Promise<void> {
  await inTransaction(async (tx) => {
    const { main } = await lockAddresses(tx, user.id)
    await requireNoHold(user.id, now, tx)
    if (email === main) throw new AppError('main_address_stays')
    if (!(await releaseAddress(tx, { userId: user.id, email }))) throw new AppError('not_found')
    const undoUrl = await offerUndo(tx, user.id, { act: 'address_removed', email }, now)
    await recordAudit(tx, { event: 'address.remove', outcome: 'success', userId: user.id, client })
    await discardOneTimeTokens(tx, { purposes: ['reset_password', 'sign_in_code'], userId: user.id, now })
    const mail = { template: 'address-removed', locale: user.locale ?? locale } as const
    await queueMail(tx, { ...mail, to: main, data: { address: email, undoUrl } })
    // Without the way back: it may be removed because somebody else reads it.
    await queueMail(tx, { ...mail, to: email, data: { address: email } })
  })
}

/**
 * Within a transaction that has checked that this address is theirs. Whoever is signed in elsewhere may be whom the
 * change is to lock out.
 *
 * @returns what to call once the transaction has committed
 */
export async function becomeMain(
  tx: Db,
  { user, email, undoUrl, locale, keepSessionId, client }: Act & Kept & { undoUrl?: string; client: Client },
  now: Date,
): Promise<() => void> {
  const { id: userId } = user
  const { main: previous, isMainProved: isProved } = await lockAddresses(tx, userId)
  const ownUndoUrl = await offerUndo(tx, userId, { act: 'main_address', previous, isProved }, now)
  await setMainAddress(tx, { userId, email, now })
  await discardOneTimeTokens(tx, { purposes: ['reset_password', 'sign_in_code'], userId, now })
  await recordAudit(tx, { event: 'address.make_main', outcome: 'success', userId, client })
  const data = { address: email, undoUrl: undoUrl ?? ownUndoUrl }
  await queueMail(tx, { to: previous, template: 'main-address-changed', locale: user.locale ?? locale, data })
  return revokeSignIns(tx, { userId, keepSessionId, reason: 'main_address_changed', client }, now)
}
