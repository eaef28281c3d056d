import { type Db, db } from '@/lib/db'
import { hashSecret } from '@/lib/encryption'
import { consumePendingLink, findPendingLink, type PendingLink } from './pending-link-store'
import { findProvider } from './providers'

type Waiting = {
  pendingToken: string
  /** The session that it was offered to; null for one that came in without. */
  sessionId: string | null
}

/** The identity that waits under a secret; null when none does, no longer, or for another session. */
export async function findWaitingLink(waiting: Waiting, now: Date, on: Db = db): Promise<PendingLink | null> {
  return asOfNow(await findPendingLink(hashSecret(waiting.pendingToken), now, on), waiting, on)
}

/** The same, used up: once. */
export async function takeWaitingLink(tx: Db, waiting: Waiting, now: Date): Promise<PendingLink | null> {
  return asOfNow(await consumePendingLink(tx, hashSecret(waiting.pendingToken), now), waiting, tx)
}

// While it waited, the owner may have switched the provider off, or asked to keep none of its tokens.
async function asOfNow(pending: PendingLink | null, { sessionId }: Waiting, on: Db): Promise<PendingLink | null> {
  if (!pending || pending.sessionId !== sessionId) return null
  const provider = await findProvider(pending.provider, on)
  return provider && { ...pending, tokens: provider.keepsTokens ? pending.tokens : null }
}
