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
import { type Change, changeSchema } from './offer-undo'
import { discardOneTimeTokens, findOneTimeToken, pendingPurposes } from './one-time-token-store'
import { createResetToken } from './request-password-reset'
import { type CredentialUser, findUserById, setPasswordHash } from './store'
import { deleteIdentity, revokePersonalToken, takeUndosSince } from './undo-store'

/** What a link would undo, without undoing it; null when it is no longer good. */
export async function findUndo(token: string, now: Date = new Date()): Promise<Change['act'] | null> {
  const found = await findOpenUndo(token, now)
  return found && changeSchema.parse(found.data).act
}

/**
 * Puts back a change that was not the person's, and every change that was told of after it; whoever made the first may
 * have made the others, and the deletion of the account too. Every sign-in ends, and risky acts are held for three days.
 *
 * @returns the secret of a link to choose a new password, where the account is left without one that can be trusted
 * @throws AppError token_invalid: unknown, used, expired, undone with an earlier one, or the account is disabled
 */
export async function undoChange(
  { token, locale }: { token: string; locale: string },
  client: Client,
  now: Date = new Date(),
): Promise<{ resetToken: string | null }> {
  await countAttempt({ act: 'link', client })
  const found = await findOpenUndo(token, now)
  if (!found) throw new AppError('token_invalid')
  const { user } = found
  const { resetToken, applyInThisProcess } = await inTransaction(async (tx) => {
    await lockAddresses(tx, user.id)
    const undone = await takeUndosSince(tx, { userId: user.id, tokenId: found.id, now })
    // Another request with the same link, or with an earlier one, was faster.
    if (undone.at(-1)?.id !== found.id) throw new AppError('token_invalid')
    const changes = undone.map(({ data }) => changeSchema.parse(data))
    await cancelDeletion(tx, user.id)
    for (const change of changes) await putBack(tx, user.id, change, now)
    const isPasswordVoid = changes.some(({ act }) => act === 'password' || act === 'new_device')
    if (isPasswordVoid) await setPasswordHash(tx, { userId: user.id, passwordHash: null })
    return closeDoors(tx, { user, changes, isPasswordVoid, client, locale }, now)
  })
  applyInThisProcess()
  return { resetToken }
}

async function findOpenUndo(token: string, now: Date) {
  const found = await findOneTimeToken('undo', token)
  const isOpen = found !== null && !found.usedAt && found.expiresAt > now
  const user = isOpen && found.userId ? await findUserById(found.userId) : null
  if (!found || !user) return null
  return user.isActive || (await findDeletionAt(user.id)) ? { ...found, user } : null
}

async function putBack(tx: Db, userId: string, change: Change, now: Date): Promise<void> {
  switch (change.act) {
    case 'main_address': {
      const email = change.previous
      if (await claimAddress(tx, { userId, email, now })) await setMainAddress(tx, { userId, email, now })
      return
    }
    case 'address_removed':
      await claimAddress(tx, { userId, email: change.email, now })
      return
    case 'address_added': {
      const { main } = await lockAddresses(tx, userId)
      if (change.email !== main) await releaseAddress(tx, { userId, email: change.email })
      return
    }
    case 'identity_linked':
      return deleteIdentity(tx, { userId, provider: change.provider, subject: change.subject })
    case 'personal_token':
      return revokePersonalToken(tx, change.tokenId, now)
  }
}

type Closing = { user: CredentialUser; changes: Change[]; isPasswordVoid: boolean; client: Client; locale: string }

async function closeDoors(tx: Db, { user, changes, isPasswordVoid, client, locale }: Closing, now: Date) {
  const { id: userId } = user
  await discardOneTimeTokens(tx, { purposes: pendingPurposes, userId, now })
  const resetToken = isPasswordVoid ? (await createResetToken(tx, user, now)).token : null
  await holdAccount(tx, userId, now)
  await forgetDevices(tx, userId)
  const data = { acts: changes.map(({ act }) => act) }
  await recordAudit(tx, { event: 'account.undo_change', outcome: 'success', userId, client, data })
  const { main } = await lockAddresses(tx, userId)
  await queueMail(tx, { to: main, template: 'change-undone', locale: user.profile?.locale ?? locale, data: {} })
  return { resetToken, applyInThisProcess: await revokeUserSignIns(tx, { userId, reason: 'undone', client }, now) }
}
