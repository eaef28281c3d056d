import { recordAudit } from '@/lib/audit/record-audit'
import { inTransaction } from '@/lib/db'
import type { Client } from '@/lib/sessions/client'
import type { SignIn } from '@/lib/sessions/find-sign-in'
import { reauthenticateSession } from '@/lib/sessions/reauthenticate-session'
import type { Session } from '@/lib/sessions/session'
import { verifyOwnPassword } from './verify-credentials'

/**
 * Step-up: proves by password that the person at this browser is still the one who signed in.
 * @returns the session with a new secret; the old cookie is dead
 * @throws AppError as verifyOwnPassword does
 */
export async function confirmPassword(
  { signIn: { session, user }, password }: { signIn: SignIn; password: string },
  client: Client,
  now: Date = new Date(),
): Promise<{ session: Session; secret: string }> {
  await verifyOwnPassword({ user, password }, client)
  const { id: userId } = user
  return inTransaction(async (tx) => {
    const renewed = await reauthenticateSession({ session, method: session.method }, now, tx)
    await recordAudit(tx, { event: 'account.step_up', outcome: 'success', userId, sessionId: session.id, client })
    return renewed
  })
}
