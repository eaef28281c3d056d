import { isHeld } from '@/lib/accounts/account-hold'
import { inTransaction } from '@/lib/db'
import { decideLinking, type LinkingDecision } from './linking-rules'
import type { ProviderIdentity } from './provider'
import { findIdentityOwner, lockLocalAccount } from './store'

export type ForeseenSignIn = 'known' | 'refuse_other_issuer' | 'refuse_held' | LinkingDecision

/** What a sign-in by this identity would do, refusals included; nothing is changed. */
export async function foreseeSignIn(identity: ProviderIdentity, now: Date = new Date()): Promise<ForeseenSignIn> {
  const owner = await findIdentityOwner(identity)
  if (owner && (owner.issuer ?? identity.issuer) !== identity.issuer) return 'refuse_other_issuer'
  if (owner) return owner.isActive ? 'known' : 'refuse_disabled'
  const { email, isEmailVerified, isAuthoritative, provider } = identity
  const vouchedEmail = isEmailVerified ? email : null
  const local = vouchedEmail === null ? null : await inTransaction((tx) => lockLocalAccount(tx, vouchedEmail, provider))
  const decision = decideLinking({ vouchedEmail, isAuthoritative, local })
  const isLinking = decision === 'link' || decision === 'evict_and_link'
  return local && isLinking && (await isHeld(local.id, now)) ? 'refuse_held' : decision
}
