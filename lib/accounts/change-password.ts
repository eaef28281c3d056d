import { inTransaction } from '@/lib/db'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import type { Client } from '@/lib/sessions/client'
import { reauthenticateSession } from '@/lib/sessions/reauthenticate-session'
import { isRecentlyAuthenticated, type Session } from '@/lib/sessions/session'
import { requireNoHold } from './account-hold'
import { encodeNewPassword } from './encode-new-password'
import { holdCredentials } from './hold-credentials'
import { replacePassword } from './replace-password'
import { type CredentialUser, findUserById } from './store'
import { verifyOwnPassword } from './verify-credentials'

/** The sign-in that asks and goes on: that of a browser, which gets a new secret, or that of a token. */
type Actor = { user: { id: string; email: string } } & ({ session: Session } | { sessionId: string | undefined })

type Change = {
  actor: Actor
  /** Absent where an account has none, and from API clients where OLD_PASSWORD_FIELD_ENABLED is off. */
  currentPassword: string | undefined
  newPassword: string
  /** The language of the mail to somebody who chose none. */
  locale: string
}

/**
 * Gives a person another password, or a first one. The current one counts against the limits of a sign-in. Every other
 * sign-in of theirs ends, unless an API client asks and LOGOUT_ON_PASSWORD_CHANGE is off, and a mail tells them.
 *
 * @returns the session of the browser that asks with a new secret, the old cookie is dead; null for an API client
 * @throws AppError bad_credentials: not the current password, or it was changed meanwhile
 * @throws AppError recent_sign_in_required: a browser sets a first one by an old sign-in
 * @throws AppError validation_failed: the current one is missing, or the new one not good enough, with the reasons
 * @throws AppError account_held, email_not_verified, too_many_requests
 */
export async function changePassword(
  { actor, currentPassword, newPassword, locale }: Change,
  client: Client,
  now: Date = new Date(),
): Promise<{ session: Session; secret: string } | null> {
  const user = await proveOwner({ actor, currentPassword }, client, now)
  const { id, email, profile } = user
  const passwordHash = await encodeNewPassword({ newPassword, user: { id, email, name: profile?.name ?? '' } }, client)
  const session = 'session' in actor ? actor.session : null
  const keepSessionId = 'session' in actor ? actor.session.id : actor.sessionId
  const person = { id, email, locale: profile?.locale ?? locale }
  const endsSignIns = session !== null || env.LOGOUT_ON_PASSWORD_CHANGE === 'on'
  const change = { user: person, endsSignIns, keepSessionId, event: 'account.change_password', client } as const
  const { renewed, applyInThisProcess } = await inTransaction(async (tx) => {
    await holdCredentials(tx, user)
    const apply = await replacePassword(tx, { ...change, passwordHash }, now)
    await requireNoHold(id, now, tx)
    const renewed = session && (await reauthenticateSession({ session, method: session.method }, now, tx))
    return { renewed, applyInThisProcess: apply }
  })
  applyInThisProcess()
  return renewed
}

async function proveOwner(
  { actor, currentPassword }: Pick<Change, 'actor' | 'currentPassword'>,
  client: Client,
  now: Date,
): Promise<CredentialUser> {
  if (currentPassword !== undefined) return verifyOwnPassword({ user: actor.user, password: currentPassword }, client)
  const user = await findUserById(actor.user.id)
  if (!user) throw new AppError('bad_credentials')
  if ('session' in actor) requireFirstPassword(user, actor.session, now)
  return user
}

function requireFirstPassword(user: CredentialUser, session: Session, now: Date): void {
  if (user.passwordHash !== null) throw new AppError('validation_failed', { fields: { currentPassword: ['required'] } })
  if (!isRecentlyAuthenticated(session, now)) throw new AppError('recent_sign_in_required')
}
