import { findRecipient } from '@/lib/accounts/find-recipient'
import { inTransaction } from '@/lib/db'
import { queueMail } from '@/lib/mail/queue-mail'
import type { Client } from '@/lib/sessions/client'
import { revokeSignIn } from '@/lib/sessions/end-sessions'

/**
 * Ends the session of a refresh token that came back after it was retired, and tells the person by mail. Of several
 * such requests one ends it, so there is one mail.
 * @see RFC 9700 section 4.14.2
 */
export async function endStolenFamily(
  { userId, sessionId }: { userId: string; sessionId: string },
  client: Client,
  now: Date,
): Promise<void> {
  const ending = { userId, sessionId, reason: 'refresh_reuse', client } as const
  const applyInThisProcess = await inTransaction(async (tx) => {
    const ended = await revokeSignIn(tx, ending, now)
    if (!ended) return null
    const { email, locale } = await findRecipient(userId, tx)
    await queueMail(tx, { to: email, template: 'refresh-reuse', locale: locale ?? 'en', data: {} })
    return ended
  })
  applyInThisProcess?.()
}
