import type { CurrentUser } from '@/lib/accounts/current-user'
import { hashSecret } from '@/lib/encryption'
import type { Client } from './client'
import { type Session, secondsAfter, sessionLifetimes } from './session'
import { findLiveSignIn, touchSession } from './store'

const SEEN_EVERY_SECONDS = 60

export type SignIn = { session: Session; user: CurrentUser }

/**
 * Finds who is signed in with this secret; null when the session ended, lay idle, expired, or the person is disabled.
 * Moves last-seen and the idle end, at most once a minute.
 */
export async function findSignIn(secret: string, client: Client, now: Date = new Date()): Promise<SignIn | null> {
  const signIn = await findLiveSignIn(hashSecret(secret), now)
  if (!signIn) return null
  const seenBefore = secondsAfter(now, -SEEN_EVERY_SECONDS)
  if (signIn.session.lastSeenAt < seenBefore) {
    const idleExpiresAt = secondsAfter(now, sessionLifetimes(signIn.session).idleSeconds)
    const { ip, userAgent } = client
    await touchSession({ id: signIn.session.id, ip, userAgent, idleExpiresAt }, { seenBefore, now })
  }
  return signIn
}
