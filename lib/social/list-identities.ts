import { findIdentitiesOf, findNumberedIdentities, type NumberedIdentity } from './store'

export type { NumberedIdentity }

export type LinkedIdentity = {
  provider: string
  /** The address the provider last reported; only shown. */
  email: string | null
  lastUsedAt: Date | null
}

/** The accounts at providers by which this person can sign in. */
export function listIdentities(userId: string): Promise<LinkedIdentity[]> {
  return findIdentitiesOf(userId)
}

/** The same as API clients name them. */
export function listNumberedIdentities(userId: string): Promise<NumberedIdentity[]> {
  return findNumberedIdentities(userId)
}
