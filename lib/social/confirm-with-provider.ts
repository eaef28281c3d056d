import { recordAudit } from '@/lib/audit/record-audit'
import { db, inTransaction } from '@/lib/db'
import { AppError, type ProblemCode } from '@/lib/errors'
import type { Client } from '@/lib/sessions/client'
import type { SignIn } from '@/lib/sessions/find-sign-in'
import { reauthenticateSession } from '@/lib/sessions/reauthenticate-session'
import type { Session } from '@/lib/sessions/session'
import { findIdentityOwner } from './store'

const CLOCK_TOLERANCE_SECONDS = 30

type Confirmation = {
  signIn: SignIn
  provider: string
  subject: string
  /** Who gave out the subject. */
  issuer: string
  /** When the provider says that it last asked the person, in epoch seconds. */
  authTime: number | null
  /** When we sent the person there. */
  askedAt: Date
}

/**
 * Renews a session by a fresh sign-in at a provider, in place of the password.
 * Being still signed in there is not enough: whoever sits at an unlocked computer is.
 *
 * @throws AppError provider_other_person: the identity is not one of this person's
 * @throws AppError provider_not_fresh: the provider does not say that it asked the person just now
 */
export async function confirmWithProvider(
  confirmation: Confirmation,
  client: Client,
  now = new Date(),
): Promise<{ session: Session; secret: string }> {
  const { signIn, provider } = confirmation
  const refusal = await findRefusal(confirmation)
  const { id: sessionId, userId } = signIn.session
  const event = { event: 'account.step_up', userId, sessionId, client }
  if (refusal) {
    await recordAudit(db, { ...event, outcome: 'refused', reason: refusal })
    throw new AppError(refusal)
  }
  return inTransaction(async (tx) => {
    const renewed = await reauthenticateSession({ session: signIn.session, method: signIn.session.method }, now, tx)
    await recordAudit(tx, { ...event, outcome: 'success', reason: provider })
    return renewed
  })
}

async function findRefusal({
  signIn,
  provider,
  subject,
  issuer,
  authTime,
  askedAt,
}: Confirmation): Promise<ProblemCode | null> {
  const owner = await findIdentityOwner({ provider, subject })
  const isTheirs = owner?.userId === signIn.session.userId && (owner.issuer ?? issuer) === issuer
  if (!isTheirs) return 'provider_other_person'
  const isFresh = authTime !== null && (authTime + CLOCK_TOLERANCE_SECONDS) * 1_000 >= askedAt.getTime()
  return isFresh ? null : 'provider_not_fresh'
}
