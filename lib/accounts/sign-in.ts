import { recordAudit } from '@/lib/audit/record-audit'
import { inTransaction } from '@/lib/db'
import type { Client } from '@/lib/sessions/client'
import { type StartedSession, startBrowserSession } from '@/lib/sessions/start-session'
import { holdCredentials } from './hold-credentials'
import { markSignedIn } from './store'
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
  const { id: userId } = user
  return inTransaction(async (tx) => {
    await holdCredentials(tx, user)
    const signIn = await startBrowserSession({ userId, method: 'password', isKept, client }, now, tx)
    await markSignedIn(tx, { userId, now })
    const sessionId = signIn.session.id
    await recordAudit(tx, {
      event: 'account.sign_in',
      outcome: 'success',
      reason: 'password',
      userId,
      sessionId,
      client,
    })
    return signIn
  })
}
