import { z } from 'zod'
import { type Db, inTransaction } from '@/lib/db'
import { trustBrowser, trustProgram } from '@/lib/devices/note-device'
import { AppError } from '@/lib/errors'
import { countAttempt } from '@/lib/limits/count-attempt'
import type { Client } from '@/lib/sessions/client'
import { lockPendingHolder } from './address-store'
import { encodeNewPassword } from './encode-new-password'
import { consumeOneTimeToken, findOneTimeToken } from './one-time-token-store'
import { replacePassword } from './replace-password'
import { type CredentialUser, findUserById, lockActiveByEmail, verifyUser, wipeCredentials } from './store'

type Reset = {
  token: string
  newPassword: string
  locale: string
  /** Whom the link must be for, where it was sent along. */
  userId?: string
  /** An API client asks, which keeps no cookie. */
  isByApi?: boolean
}

const proofSchema = z.object({ email: z.string() })

/**
 * Sets a new password by the link from the mail. Every sign-in of the person ends, this does not make one; the address
 * counts as confirmed, since the mail was read. Where it was not before, whatever else would open the account is wiped:
 * somebody else may have signed up with the address. The device counts as the person's from now on, so that whoever
 * guesses at the account does not keep them out.
 *
 * @returns a secret for the browser's device cookie; null where it has one that is known, and for an API client
 * @throws AppError token_invalid: unknown, used, expired, superseded, mailed to an address that is no longer theirs, or
 *   the account is disabled
 * @throws AppError validation_failed: the password is not good enough, with the reasons; the link stays good
 */
export async function resetPassword(
  { token, newPassword, locale, userId, isByApi = false }: Reset,
  client: Client,
  now: Date = new Date(),
): Promise<{ deviceSecret: string | null }> {
  await countAttempt({ act: 'link', client })
  const open = await findOpenReset(token, now)
  if (!open || (userId !== undefined && userId !== open.user.id)) throw new AppError('token_invalid')
  const { user, provedEmail } = open
  const named = { id: user.id, email: user.email, name: user.profile?.name ?? '' }
  const passwordHash = await encodeNewPassword({ newPassword, user: named }, client)
  const { deviceSecret, applyInThisProcess } = await inTransaction(async (tx) => {
    const holder = await lockActiveByEmail(provedEmail, tx)
    if (holder?.id !== user.id) throw new AppError('token_invalid')
    const used = await consumeOneTimeToken(tx, { purpose: 'reset_password', secret: token, now })
    if (!used) throw new AppError('token_invalid')
    if (provedEmail === holder.email) await confirmOwner(tx, holder, now)
    const person = { id: holder.id, email: holder.email, locale: holder.profile?.locale ?? locale }
    const change = { user: person, endsSignIns: true, event: 'account.reset_password', client } as const
    const apply = await replacePassword(tx, { ...change, passwordHash }, now)
    const trust = isByApi ? trustProgram : trustBrowser
    return { deviceSecret: await trust(tx, { userId: user.id, client }, now), applyInThisProcess: apply }
  })
  applyInThisProcess()
  return { deviceSecret }
}

/** Whose password a link may change, without using it up; null when it is no longer good. */
export async function findReset(token: string, now: Date = new Date()): Promise<CredentialUser | null> {
  return (await findOpenReset(token, now))?.user ?? null
}

async function findOpenReset(token: string, now: Date) {
  const found = await findOneTimeToken('reset_password', token)
  const isOpen = found !== null && !found.usedAt && found.expiresAt > now
  const user = isOpen && found.userId ? await findUserById(found.userId) : null
  const proof = proofSchema.safeParse(found?.data)
  return user?.isActive && proof.success ? { user, provedEmail: proof.data.email } : null
}

// The row is locked, so that a confirmation at the same moment is not wiped.
async function confirmOwner(tx: Db, { id: userId, email }: CredentialUser, now: Date): Promise<void> {
  if (!(await lockPendingHolder(tx, email))) return
  await wipeCredentials(tx, userId)
  await verifyUser(tx, { userId, passwordHash: null, now })
}
