import { recordAudit } from '@/lib/audit/record-audit'
import type { Db } from '@/lib/db'
import { env } from '@/lib/env'
import { queueMail } from '@/lib/mail/queue-mail'
import type { Client } from '@/lib/sessions/client'
import { revokeSignIns } from '@/lib/sessions/end-sessions'
import { offerUndo } from './offer-undo'
import { discardOneTimeTokens, pendingPurposes } from './one-time-token-store'
import { setPasswordHash } from './store'

type Replacement = {
  user: { id: string; email: string; locale: string }
  passwordHash: string
  /** The sign-in that goes on; every other ends. */
  keepSessionId?: string | undefined
  event: 'account.change_password' | 'account.reset_password'
  client: Client
}

/**
 * Stores a new password, with all that follows from it: other sign-ins end (unless LOGOUT_ON_PASSWORD_CHANGE is off),
 * open links to choose another are void, and a mail tells the person.
 *
 * @returns what to call once the transaction has committed
 */
export async function replacePassword(
  tx: Db,
  { user, passwordHash, keepSessionId, event, client }: Replacement,
  now: Date,
): Promise<() => void> {
  const { id: userId, email, locale } = user
  await setPasswordHash(tx, { userId, passwordHash })
  await discardOneTimeTokens(tx, { purposes: pendingPurposes, userId, now })
  await recordAudit(tx, { event, outcome: 'success', userId, client })
  const undoUrl = await offerUndo(tx, userId, { act: 'password' }, now)
  await queueMail(tx, { to: email, template: 'password-changed', locale, data: { undoUrl } })
  const isReset = event === 'account.reset_password'
  if (!isReset && env.LOGOUT_ON_PASSWORD_CHANGE === 'off') return () => {}
  return revokeSignIns(tx, { userId, keepSessionId, reason: 'password_changed', client }, now)
}
