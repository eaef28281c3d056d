export type LinkingSituation = {
  /** The provider's address, where the provider marks it verified; else null. */
  vouchedEmail: string | null
  /** The provider alone decides who owns the address. */
  isAuthoritative: boolean
  /** The account here that has the address. */
  local: {
    isActive: boolean
    isVerified: boolean
    /** It already has another identity at this provider: the address may have changed hands. */
    hasIdentityAtProvider: boolean
  } | null
}

export type LinkingDecision =
  | 'ask_for_address'
  | 'refuse_disabled'
  | 'create'
  | 'link'
  | 'evict_and_link'
  | 'ask_for_proof'

/**
 * Decides what an identity that is new here is to the accounts that exist: the one place where an address may link.
 * An account whose address was never confirmed may be a trap laid by somebody else, so its owner enters it only wiped.
 */
export function decideLinking({ vouchedEmail, isAuthoritative, local }: LinkingSituation): LinkingDecision {
  if (vouchedEmail === null) return 'ask_for_address'
  if (local === null) return 'create'
  if (!local.isActive) return 'refuse_disabled'
  if (!local.isVerified) return 'evict_and_link'
  return isAuthoritative && !local.hasIdentityAtProvider ? 'link' : 'ask_for_proof'
}
