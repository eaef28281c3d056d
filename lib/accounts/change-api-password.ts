import { inTransaction } from '@/lib/db'
import { AppError } from '@/lib/errors'
import type { Client } from '@/lib/sessions/client'
import { requireNoHold } from './account-hold'
import { encodeNewPassword } from './encode-new-password'
import { holdCredentials } from './hold-credentials'
import { replacePassword } from './replace-password'
import { findUserByEmail } from './store'
import { verifyCredentials } from './verify-credentials'

type Change = {
  email: string
  /** The session of the token that asks; it goes on. */
  sessionId: string | undefined
  /** Absent only where OLD_PASSWORD_FIELD_ENABLED is off. */
  oldPassword: string | undefined
  newPassword: string
}

const DEFAULT_LOCALE = 'en'

/**
 * Changes a password for an API client. The old one counts against the limits of a sign-in.
 *
 * @throws AppError bad_credentials: not the old password
 * @throws AppError validation_failed: the new one is not good enough, with the reasons
 * @throws AppError account_held, too_many_requests
 */
export async function changeApiPassword(
  { email, sessionId, oldPassword, newPassword }: Change,
  client: Client,
  now: Date = new Date(),
): Promise<void> {
  const user =
    oldPassword === undefined
      ? await findUserByEmail(email)
      : await verifyCredentials({ email, password: oldPassword }, client)
  if (!user) throw new AppError('bad_credentials')
  const named = { id: user.id, email, name: user.profile?.name ?? '' }
  const passwordHash = await encodeNewPassword({ newPassword, user: named }, client)
  const person = { id: user.id, email, locale: user.profile?.locale ?? DEFAULT_LOCALE }
  const change = { user: person, keepSessionId: sessionId, event: 'account.change_password', client } as const
  const applyInThisProcess = await inTransaction(async (tx) => {
    if (oldPassword !== undefined) await holdCredentials(tx, user)
    const apply = await replacePassword(tx, { ...change, passwordHash }, now)
    await requireNoHold(user.id, now, tx)
    return apply
  })
  applyInThisProcess()
}
