import { recordAudit } from '@/lib/audit/record-audit'
import { type Db, inTransaction } from '@/lib/db'
import { forgetDevices } from '@/lib/devices/known-device'
import { AppError } from '@/lib/errors'
import { countAttempt } from '@/lib/limits/count-attempt'
import { queueMail } from '@/lib/mail/queue-mail'
import type { Client } from '@/lib/sessions/client'
import { revokeUserSignIns } from '@/lib/sessions/end-sessions'
import { holdAccount } from './account-hold'
import { claimAddress, lockAddresses, releaseAddress, setMainAddress } from './address-store'
import { cancelDeletion, findDeletionAt } from './deletion-store'
import { dropPendingHolder } from './drop-pending-holder'
import { type Change, changeSchema } from './offer-undo'
import { discardOneTimeTokens, findOneTimeToken, pendingPurposes } from './one-time-token-store'
import { createResetToken } from './request-password-reset'
import { findUserById, setPasswordHash, wipeCredentials } from './store'
import {
  findUndosBefore,
  isLinkUndoable,
  removeLinkedIdentity,
  restoreIdentity,
  takeUndos,
  voidPersonalToken,
} from './undo-store'

export type FoundUndo = {
  act: Change['act']
  /** Whether a new password is needed then. */
  isPasswordVoid: boolean
  /** What was changed before it, and can be undone with it; the latest first. */
  earlier: { act: Change['act']; at: Date }[]
}

/** What a link would undo, without undoing it; null when it is no longer good. */
export async function findUndo(token: string, now: Date = new Date()): Promise<FoundUndo | null> {
  const found = await findOpenUndo(token, now)
  if (!found) return null
  const { data, user, createdAt: before } = found
  const open = await findUndosBefore(user.id, { before, now })
  const earlier = open.map(({ data, createdAt: at }) => ({ act: actOf(data), at }))
  return { act: actOf(data), isPasswordVoid: user.passwordHash !== null, earlier }
}

const actOf = (data: unknown) => changeSchema.parse(data).act

/**
 * Puts back a change that was not the person's, and every change that was told of after it; whoever made the first may
 * have made the others, and the deletion of the account too. Whoever made them may know the password as well, so it is
 * void; every sign-in ends, and risky acts are held for three days.
 *
 * @param isAll what was changed before it within the week is put back too
 * @returns the secret of a link to choose a new password, where there was one
 * @throws AppError token_invalid: unknown, used, expired, undone with an earlier one, or the account is disabled
 */
export async function undoChange(
  { token, isAll = false, locale }: { token: string; isAll?: boolean; locale: string },
  client: Client,
  now: Date = new Date(),
): Promise<{ resetToken: string | null }> {
  await countAttempt({ act: 'link', client })
  const found = await findOpenUndo(token, now)
  if (!found) throw new AppError('token_invalid')
  const { createdAt: since, user } = found
  const { id: userId } = user
  const { resetToken, afterCommit } = await inTransaction(async (tx) => {
    await lockAddresses(tx, userId)
    const undone = await takeUndos(tx, { userId, since, isAll, now })
    // Another request with the same link, or with an earlier one, was faster.
    if (!undone.some(({ id }) => id === found.id)) throw new AppError('token_invalid')
    const changes = undone.map(({ data }) => changeSchema.parse(data))
    await cancelDeletion(tx, userId)
    const evictions = await putAllBack(tx, { userId, changes, client }, now)
    const closed = await closeDoors(tx, { userId, changes, client, locale }, now)
    return { resetToken: closed.resetToken, afterCommit: [...evictions, closed.applyInThisProcess] }
  })
  for (const apply of afterCommit) apply()
  return { resetToken }
}

async function findOpenUndo(token: string, now: Date) {
  const found = await findOneTimeToken('undo', token)
  const isOpen = found !== null && !found.usedAt && found.expiresAt > now
  const user = isOpen && found.userId ? await findUserById(found.userId) : null
  if (!found || !user) return null
  return user.isActive || (await findDeletionAt(user.id)) ? { ...found, user } : null
}

type AllUndoing = { userId: string; changes: Change[]; client: Client }

/** @returns what to call after the commit */
async function putAllBack(tx: Db, { userId, changes, client }: AllUndoing, now: Date): Promise<(() => void)[]> {
  const evictions: (() => void)[] = []
  for (const change of changes) {
    evictions.push(await putBack(tx, { userId, change, client }, now))
    // What was changed before is of somebody else's account, and nothing of it comes back.
    if (change.act === 'main_address' && !change.isProved) break
  }
  return evictions
}

type Undoing = { userId: string; change: Change; client: Client }

/** @returns what to call after the commit */
async function putBack(tx: Db, { userId, change, client }: Undoing, now: Date): Promise<() => void> {
  switch (change.act) {
    case 'main_address': {
      const email = change.previous
      const { isClaimed, applyInThisProcess } = await claimBack(tx, { userId, email, client }, now)
      if (isClaimed && !change.isProved) await wipeForOwner(tx, { userId, email }, now)
      if (isClaimed) await setMainAddress(tx, { userId, email, now })
      return applyInThisProcess
    }
    case 'address_removed':
      return (await claimBack(tx, { userId, email: change.email, client }, now)).applyInThisProcess
    case 'address_added': {
      const { main } = await lockAddresses(tx, userId)
      if (change.email !== main) await releaseAddress(tx, { userId, email: change.email })
      break
    }
    case 'identity_linked':
      await removeLinkedIdentity(tx, { userId, provider: change.provider, subject: change.subject })
      break
    case 'identity_unlinked':
      // A link of the last week was told of by a mail of its own; whoever made it may have been the thief.
      if (!(await isLinkUndoable(tx, { userId, ...change }, now))) await restoreIdentity(tx, { userId, ...change })
      break
    case 'personal_token':
      await voidPersonalToken(tx, change.tokenId, now)
  }
  return () => {}
}

type Claim = { userId: string; email: string; client: Client }

// Whoever took the address away may have signed up with it since.
async function claimBack(tx: Db, { userId, email, client }: Claim, now: Date) {
  const applyInThisProcess = await dropPendingHolder(tx, { email, client }, now)
  return { isClaimed: await claimAddress(tx, { userId, email, now }), applyInThisProcess }
}

// Nobody had proved the address before this link, so whoever made the account may be somebody else: nothing of theirs
// stays.
async function wipeForOwner(tx: Db, { userId, email }: { userId: string; email: string }, now: Date): Promise<void> {
  await wipeCredentials(tx, userId)
  await claimAddress(tx, { userId, email, now })
}

type Closing = { userId: string; changes: Change[]; client: Client; locale: string }

// The person is read once they are locked and everything is put back: the thief may have set a password a moment ago,
// and the link to choose another proves the address that is the main one again.
async function closeDoors(tx: Db, { userId, changes, client, locale }: Closing, now: Date) {
  const user = await findUserById(userId, tx)
  if (!user) throw new AppError('token_invalid')
  const isPasswordVoid = user.passwordHash !== null
  if (isPasswordVoid) await setPasswordHash(tx, { userId, passwordHash: null })
  await discardOneTimeTokens(tx, { purposes: pendingPurposes, userId, now })
  const resetToken = isPasswordVoid ? (await createResetToken(tx, user, now)).token : null
  await holdAccount(tx, userId, now)
  await forgetDevices(tx, userId)
  const data = { acts: changes.map(({ act }) => act) }
  await recordAudit(tx, { event: 'account.undo_change', outcome: 'success', userId, client, data })
  const mail = { to: user.email, template: 'change-undone', locale: user.profile?.locale ?? locale } as const
  await queueMail(tx, { ...mail, data: {} })
  return { resetToken, applyInThisProcess: await revokeUserSignIns(tx, { userId, reason: 'undone', client }, now) }
}
