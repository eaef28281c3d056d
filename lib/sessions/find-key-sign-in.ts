import { hashSecret } from '@/lib/encryption'
import type { Client } from './client'
import { secondsAfter, sessionLifetimes } from './session'
import { findKeySession, type KeySession, touchSession } from './store'

const SEEN_EVERY_SECONDS = 60

/** Finds the session that an opaque key stands for, live or not, and notes once a minute that it was used; null for an unknown key. */
export async function findKeySignIn(key: string, client: Client, now: Date = new Date()): Promise<KeySession | null> {
  const found = await findKeySession(hashSecret(key), now)
  const seenBefore = secondsAfter(now, -SEEN_EVERY_SECONDS)
  if (found?.isLive && found.lastSeenAt < seenBefore) {
    const { idleSeconds } = sessionLifetimes({ kind: 'key', isKept: false })
    const { ip, userAgent } = client
    const session = { id: found.id, ip, userAgent, idleExpiresAt: secondsAfter(now, idleSeconds) }
    await touchSession(session, { seenBefore, now })
  }
  return found
}
