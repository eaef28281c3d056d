import { inTransaction } from '@/lib/db'
import { decideLinking, type LinkingDecision } from './linking-rules'
import type { ProviderIdentity } from './provider'
import { findIdentityOwner, lockLocalAccount } from './store'

/** What a sign-in by this identity would do; nothing is changed. */
export async function foreseeSignIn(identity: ProviderIdentity): Promise<'known' | LinkingDecision> {
  if (await findIdentityOwner(identity)) return 'known'
  const { email, isEmailVerified, isAuthoritative, provider } = identity
  const vouchedEmail = isEmailVerified ? email : null
  const local = vouchedEmail && (await inTransaction((tx) => lockLocalAccount(tx, vouchedEmail, provider)))
  return decideLinking({ vouchedEmail, isAuthoritative, local: local || null })
}
