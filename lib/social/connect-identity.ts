import { inTransaction } from '@/lib/db'
import { AppError } from '@/lib/errors'
import type { Client } from '@/lib/sessions/client'
import { requireRecentSession } from '@/lib/sessions/require-recent-session'
import type { ProviderIdentity } from './provider'
import { linkIdentity } from './settle-identity'
import { lockAccountToLink, touchIdentity } from './store'

type Connection = {
  identity: ProviderIdentity
  userId: string
  sessionId: string | undefined
  locale: 'ko' | 'en'
}

/**
 * Links an identity to the signed-in person, who is told by mail. A risky act, so the sign-in must be recent.
 *
 * @throws AppError recent_sign_in_required, account_held
 * @throws AppError email_not_verified: else whoever signed up with a stranger's address would keep a way in
 * @throws AppError identity_taken: it belongs to somebody else
 */
export async function connectIdentity(
  { identity, userId, sessionId, locale }: Connection,
  client: Client,
  now: Date = new Date(),
): Promise<void> {
  await inTransaction(async (tx) => {
    const account = await lockAccountToLink(tx, userId)
    await requireRecentSession({ userId, sessionId }, now, tx)
    if (!account) throw new AppError('not_authenticated')
    if (!account.isVerified) throw new AppError('email_not_verified')
    const known = await touchIdentity(tx, identity, now)
    if (known && known.userId !== userId) throw new AppError('identity_taken')
    if (!known) await linkIdentity(tx, { identity, account, client, locale }, now)
  })
}
