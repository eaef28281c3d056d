import type { PersonalToken } from './personal-token'
import { countUnrevokedTokens, findUnrevokedTokens } from './personal-token-store'

/** The tokens of a person, the newest first; expired ones stay listed until they are removed. */
export function listPersonalTokens(userId: string): Promise<PersonalToken[]> {
  return findUnrevokedTokens(userId)
}

export function countPersonalTokens(userId: string): Promise<number> {
  return countUnrevokedTokens(userId)
}
