import { recordAudit } from '@/lib/audit/record-audit'
import { type Db, db, inTransaction } from '@/lib/db'
import { isAppError } from '@/lib/errors'
import type { Client } from '@/lib/sessions/client'
import type { StartedSession } from '@/lib/sessions/start-session'
import { type Arrival, settleIdentity } from './settle-identity'
import { startProviderSession } from './start-provider-session'

export type ProviderSignIn =
  | ({ outcome: 'signed_in' } & StartedSession)
  | { outcome: 'proof_needed' | 'address_needed'; pendingToken: string }

/**
 * Signs in the person behind a verified identity, after finding, creating or linking their account.
 * Where the provider's word is not proof enough, nothing is linked and the person is asked to prove the account, or
 * an address.
 *
 * @throws AppError provider_account_disabled, account_held: as settleIdentity
 */
export function signInWithProvider(arrival: Arrival, now = new Date()): Promise<ProviderSignIn> {
  return signInByProof({ prove: async () => arrival, client: arrival.client }, now)
}

type ByProof = { prove: (tx: Db) => Promise<Arrival>; client: Client }

/**
 * The same where something has to be used up that proves who arrives: in the transaction in which they enter, so that it
 * is not lost when they do not.
 */
export async function signInByProof({ prove, client }: ByProof, now: Date): Promise<ProviderSignIn> {
  try {
    const { afterCommit, ...signIn } = await inTransaction(async (tx) => settleAndStart(tx, await prove(tx), now))
    afterCommit?.()
    return signIn
  } catch (error) {
    if (!isAppError(error)) throw error
    const { code: reason, userId = null } = error
    await recordAudit(db, { event: 'account.sign_in', outcome: 'refused', reason, userId, client })
    throw error
  }
}

async function settleAndStart(
  tx: Db,
  arrival: Arrival,
  now: Date,
): Promise<ProviderSignIn & { afterCommit?: () => void }> {
  const { identity, authTime, client } = arrival
  const settled = await settleIdentity(tx, arrival, now)
  if (settled.outcome !== 'settled') return settled
  const { userId, afterCommit } = settled
  const started = await startProviderSession(tx, { userId, method: identity.provider, authTime, client }, now)
  return { outcome: 'signed_in', ...started, ...(afterCommit && { afterCommit }) }
}
