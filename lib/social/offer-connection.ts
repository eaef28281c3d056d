import { type Db, inTransaction } from '@/lib/db'
import { hashSecret, randomSecret } from '@/lib/encryption'
import { AppError } from '@/lib/errors'
import type { Client } from '@/lib/sessions/client'
import { secondsAfter } from '@/lib/sessions/session'
import { connectTakenIdentity } from './connect-identity'
import { type PendingLink, replacePendingLink } from './pending-link-store'
import type { ProviderIdentity } from './provider'
import { PENDING_LINK_SECONDS } from './settle-identity'
import { findWaitingLink, takeWaitingLink } from './waiting-link'

type Person = { userId: string; sessionId: string }

/** Keeps an identity waiting until the signed-in person says that it is to be linked. @returns a secret for the cookie */
export async function offerConnection(
  { isEmailVerified: _, isAuthoritative: __, ...identity }: ProviderIdentity,
  { userId, sessionId }: Person,
  now: Date = new Date(),
): Promise<string> {
  const pendingToken = randomSecret()
  const pending = { ...identity, userId, sessionId }
  const expiresAt = secondsAfter(now, PENDING_LINK_SECONDS)
  await inTransaction((tx) => replacePendingLink(tx, pending, { hash: hashSecret(pendingToken), expiresAt }))
  return pendingToken
}

/** What is offered to this session; null when nothing is, or no longer. */
export async function findOfferedConnection(
  pendingToken: string,
  { userId, sessionId }: Person,
  now: Date = new Date(),
): Promise<PendingLink | null> {
  const pending = await findWaitingLink({ pendingToken, sessionId }, now)
  return pending?.userId === userId ? pending : null
}

/**
 * Links the identity that was offered to this session.
 *
 * @throws AppError token_invalid: nothing is offered to this session under this token
 * @throws AppError recent_sign_in_required, account_held, identity_taken: as connectIdentity
 */
export async function acceptConnection(
  { pendingToken, locale, ...person }: Person & { pendingToken: string; locale: 'ko' | 'en' },
  client: Client,
  now: Date = new Date(),
): Promise<void> {
  const take = async (tx: Db) => {
    const offered = await takeWaitingLink(tx, { pendingToken, sessionId: person.sessionId }, now)
    if (offered?.userId !== person.userId) throw new AppError('token_invalid')
    return offered
  }
  await connectTakenIdentity({ take, ...person, locale }, client, now)
}
