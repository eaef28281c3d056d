import { holdCredentials } from '@/lib/accounts/hold-credentials'
import { verifyOwnPassword } from '@/lib/accounts/verify-credentials'
import { inTransaction } from '@/lib/db'
import { AppError } from '@/lib/errors'
import type { Client } from '@/lib/sessions/client'
import type { StartedSession } from '@/lib/sessions/start-session'
import { linkIdentity } from './settle-identity'
import { startProviderSession } from './start-provider-session'
import { findAccountToLink, hasIdentityAt, touchIdentity } from './store'
import { findWaitingLink, takeWaitingLink } from './waiting-link'

export type LinkOffer = {
  provider: string
  /** The one that the provider told; the account may have another, which is nobody else's business. */
  email: string
  hasPassword: boolean
  /** Not where another identity of the provider is linked: the address may have changed hands. */
  isCodeEnough: boolean
}

/** What the person is asked to prove; null when there is nothing to link, or no longer. */
export async function findLinkOffer(pendingToken: string, now = new Date()): Promise<LinkOffer | null> {
  const pending = await findWaitingLink({ pendingToken, sessionId: null }, now)
  const account = pending?.userId ? await findAccountToLink(pending.userId) : null
  if (!account || !pending) return null
  const { provider, email } = pending
  const { id, hasPassword } = account
  return { provider, email: email ?? '', hasPassword, isCodeEnough: !(await hasIdentityAt(id, provider)) }
}

/**
 * Links a waiting identity to the account whose password the person knows, and signs them in.
 * The password counts against the same limits as everywhere else.
 *
 * @throws AppError token_invalid: nothing waits under this token
 * @throws AppError bad_credentials, too_many_requests: as at any sign-in
 * @throws AppError account_held: a change was undone there a short time ago
 * @throws AppError identity_taken: the identity was linked to another account meanwhile
 */
export async function linkWithPassword(
  { pendingToken, password, locale }: { pendingToken: string; password: string; locale: 'ko' | 'en' },
  client: Client,
  now = new Date(),
): Promise<StartedSession> {
  const waiting = { pendingToken, sessionId: null }
  const open = await findWaitingLink(waiting, now)
  const account = open?.userId ? await findAccountToLink(open.userId) : null
  if (!account?.isVerified) throw new AppError('token_invalid')
  const proved = await verifyOwnPassword({ user: account, password }, client)
  return inTransaction(async (tx) => {
    await holdCredentials(tx, proved)
    const pending = await takeWaitingLink(tx, waiting, now)
    if (!pending?.userId) throw new AppError('token_invalid')
    const { userId, provider: method } = pending
    const known = await touchIdentity(tx, pending, now)
    if (known && known.userId !== userId) throw new AppError('identity_taken')
    if (!known) await linkIdentity(tx, { identity: pending, account, client, locale }, now)
    return startProviderSession(tx, { userId, method, authTime: null, client }, now)
  })
}
