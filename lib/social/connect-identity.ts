import { type Db, inTransaction } from '@/lib/db'
import { AppError } from '@/lib/errors'
import type { Client } from '@/lib/sessions/client'
import { requireRecentSession } from '@/lib/sessions/require-recent-session'
import type { ProviderIdentity } from './provider'
import { linkIdentity } from './settle-identity'
import { lockAccountToLink, touchIdentity } from './store'

type LinkedIdentity = Pick<ProviderIdentity, 'provider' | 'subject' | 'issuer' | 'email' | 'tokens'>

type Connecting = { userId: string; sessionId: string | undefined; locale: 'ko' | 'en' }

/**
 * Links an identity to the signed-in person, who is told by mail. A risky act, so the sign-in must be recent.
 *
 * @throws AppError recent_sign_in_required, account_held
 * @throws AppError email_not_verified: else whoever signed up with a stranger's address would keep a way in
 * @throws AppError identity_taken: it belongs to somebody else
 */
export function connectIdentity(
  { identity, ...connecting }: Connecting & { identity: LinkedIdentity },
  client: Client,
  now: Date = new Date(),
): Promise<void> {
  return connectTakenIdentity({ ...connecting, take: async () => identity }, client, now)
}

/**
 * Links an identity that waits until it is taken, once, in the same transaction: refused, it goes on to wait.
 * @throws AppError as connectIdentity, and what `take` throws
 */
export async function connectTakenIdentity(
  { take, userId, sessionId, locale }: Connecting & { take: (tx: Db) => Promise<LinkedIdentity> },
  client: Client,
  now: Date,
): Promise<void> {
  await inTransaction(async (tx) => {
    const account = await lockAccountToLink(tx, userId)
    await requireRecentSession({ userId, sessionId }, now, tx)
    if (!account) throw new AppError('not_authenticated')
    if (!account.isVerified) throw new AppError('email_not_verified')
    const identity = await take(tx)
    const known = await touchIdentity(tx, identity, now)
    if (known && known.userId !== userId) throw new AppError('identity_taken')
    if (!known) await linkIdentity(tx, { identity, account, client, locale }, now)
  })
}
