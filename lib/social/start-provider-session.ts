import type { Db } from '@/lib/db'
import type { Client } from '@/lib/sessions/client'
import { type StartedSession, startBrowserSession } from '@/lib/sessions/start-session'

/** When a person who comes from a provider proved who they are: when it says that it asked them, and never in future. */
export function authenticatedBy(authTime: number | null, now: Date): Date {
  return authTime === null ? now : new Date(Math.min(authTime * 1_000, now.getTime()))
}

type Started = { userId: string; method: string; authTime: number | null; client: Client }

/**
 * Starts the session of somebody whom a provider vouches for, in the transaction that found out who it is.
 * It ends with the browser: no button of a provider asks whether it shall stay.
 * Who was signed in there for long has not signed in recently here either, where the provider tells.
 */
export function startProviderSession(
  tx: Db,
  { userId, method, authTime, client }: Started,
  now: Date,
): Promise<StartedSession> {
  const authenticatedAt = authenticatedBy(authTime, now)
  return startBrowserSession({ userId, method, authenticatedAt, isKept: false, client }, now, tx)
}
