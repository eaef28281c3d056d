import { inTransaction } from '@/lib/db'
import type { Client } from '@/lib/sessions/client'
import { type StartedSession, startBrowserSession } from '@/lib/sessions/start-session'
import { holdCredentials } from './hold-credentials'
import { verifyCredentials } from './verify-credentials'

type SignInInput = { email: string; password: string; isKept: boolean }

/**
 * Signs a browser in by address and password.
 * @returns the session, and the secrets for the browser's cookies
 * @throws AppError as verifyCredentials does
 */
export async function signIn(
  { email, password, isKept }: SignInInput,
  client: Client,
  now: Date = new Date(),
): Promise<StartedSession> {
  const user = await verifyCredentials({ email, password }, client)
  return inTransaction(async (tx) => {
    await holdCredentials(tx, user)
    return startBrowserSession({ userId: user.id, method: 'password', isKept, client }, now, tx)
  })
}
