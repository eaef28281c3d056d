import { recordAudit } from '@/lib/audit/record-audit'
import type { Db } from '@/lib/db'
import type { Client } from '@/lib/sessions/client'
import type { Session } from '@/lib/sessions/session'
import { startBrowserSession } from '@/lib/sessions/start-session'
import { markSignedIn } from './store'

/** Starts the session of somebody whom a provider vouches for, in the transaction that found out who it is. */
export async function startProviderSession(
  tx: Db,
  { userId, method, isKept, client }: { userId: string; method: string; isKept: boolean; client: Client },
  now: Date,
): Promise<{ secret: string; session: Session }> {
  const started = await startBrowserSession({ userId, method, isKept, client }, now, tx)
  await markSignedIn(tx, { userId, now })
  const sessionId = started.session.id
  await recordAudit(tx, { event: 'account.sign_in', outcome: 'success', reason: method, userId, sessionId, client })
  return started
}
