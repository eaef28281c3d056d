import { inTransaction } from '@/lib/db'
import type { Client } from '@/lib/sessions/client'
import type { SignIn } from '@/lib/sessions/find-sign-in'
import { reauthenticateSession } from '@/lib/sessions/reauthenticate-session'
import type { Session } from '@/lib/sessions/session'
import { requireNoHold } from './account-hold'
import { encodeNewPassword } from './encode-new-password'
import { replacePassword } from './replace-password'

type Change = { signIn: SignIn; newPassword: string; locale: string }

/**
 * Gives a person a new password, or a first one. Every other sign-in of theirs ends, and a mail tells them.
 * A risky act: the caller has required a recent sign-in.
 *
 * @returns the session of this browser with a new secret; the old cookie is dead
 * @throws AppError account_held
 * @throws AppError validation_failed: the password is not good enough, with the reasons
 */
export async function changePassword(
  { signIn: { user, session }, newPassword, locale }: Change,
  client: Client,
  now: Date = new Date(),
): Promise<{ session: Session; secret: string }> {
  const passwordHash = await encodeNewPassword({ newPassword, user }, client)
  const person = { id: user.id, email: user.email, locale: user.locale ?? locale }
  const change = { user: person, keepSessionId: session.id, event: 'account.change_password', client } as const
  const { renewed, applyInThisProcess } = await inTransaction(async (tx) => {
    const apply = await replacePassword(tx, { ...change, passwordHash }, now)
    await requireNoHold(user.id, now, tx)
    const renewed = await reauthenticateSession({ session, method: session.method }, now, tx)
    return { renewed, applyInThisProcess: apply }
  })
  applyInThisProcess()
  return renewed
}
