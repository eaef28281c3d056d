import { recordAudit } from '@/lib/audit/record-audit'
import type { Db } from '@/lib/db'
import { queueMail } from '@/lib/mail/queue-mail'
import type { Client } from '@/lib/sessions/client'
import { revokeSignIns } from '@/lib/sessions/end-sessions'
import { offerUndo } from './offer-undo'
import { discardOneTimeTokens, pendingPurposes } from './one-time-token-store'
import { setPasswordHash } from './store'

type Replacement = {
  user: { id: string; email: string; locale: string }
  passwordHash: string
  /** Whether sign-ins end, all but the one that goes on. */
  endsSignIns: boolean
  keepSessionId?: string | undefined
  event: 'account.change_password' | 'account.reset_password'
  client: Client
}

/**
 * Stores a new password, with all that follows from it: other sign-ins end, open links to choose another are void, and a
 * mail tells the person.
 *
 * @returns what to call once the transaction has committed
 */
export async function replacePassword(
  tx: Db,
  { user, passwordHash, endsSignIns, keepSessionId, event, client }: Replacement,
  now: Date,
): Promise<() => void> {
  const { id: userId, email, locale } = user
  await setPasswordHash(tx, { userId, passwordHash })
  await discardOneTimeTokens(tx, { purposes: pendingPurposes, userId, now })
  await recordAudit(tx, { event, outcome: 'success', userId, client })
  const undoUrl = await offerUndo(tx, userId, { act: 'password' }, now)
  await queueMail(tx, { to: email, template: 'password-changed', locale, data: { undoUrl, endsSignIns } })
  if (!endsSignIns) return () => {}
  return revokeSignIns(tx, { userId, keepSessionId, reason: 'password_changed', client }, now)
}
