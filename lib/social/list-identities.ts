import { findIdentitiesOf } from './store'

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
