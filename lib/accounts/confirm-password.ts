import { recordAudit } from '@/lib/audit/record-audit'
import { inTransaction } from '@/lib/db'
import { AppError } from '@/lib/errors'
import type { Client } from '@/lib/sessions/client'
import type { SignIn } from '@/lib/sessions/find-sign-in'
import { reauthenticateSession } from '@/lib/sessions/reauthenticate-session'
import type { Session } from '@/lib/sessions/session'
import { verifyCredentials } from './verify-credentials'

/**
 * Step-up: proves by password that the person at this browser is still the one who signed in.
 * @returns the session with a new secret; the old cookie is dead
 * @throws AppError bad_credentials, also where the address is another person's by now; else as verifyCredentials does
 */
export async function confirmPassword(
  { signIn: { session, user }, password }: { signIn: SignIn; password: string },
  client: Client,
  now: Date = new Date(),
): Promise<{ session: Session; secret: string }> {
  const { id: userId, email } = user
  const owner = await verifyCredentials({ email, password }, client)
  // The address may have become another person's since the sign-in was read.
  if (owner.id !== userId) throw new AppError('bad_credentials')
  return inTransaction(async (tx) => {
    const renewed = await reauthenticateSession({ session, method: session.method }, now, tx)
    await recordAudit(tx, { event: 'account.step_up', outcome: 'success', userId, sessionId: session.id, client })
    return renewed
  })
}
