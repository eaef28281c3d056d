import { listProviderSettings } from './provider-settings'
import { findProvidersOfTokens, forgetTokensOf } from './token-store'

export const FORGET_BATCH = 1_000

/**
 * Forgets the tokens of providers for which the owner does not ask any more to keep them, in small batches so that nobody
 * waits for it.
 *
 * @returns of how many identities
 */
export async function forgetUnkeptTokens(): Promise<number> {
  const keeping = (await listProviderSettings()).flatMap(({ id, keepsTokens }) => (keepsTokens ? [id] : []))
  let forgotten = 0
  for (const provider of await findProvidersOfTokens()) {
    if (keeping.includes(provider)) continue
    for (let count = FORGET_BATCH; count === FORGET_BATCH; forgotten += count)
      count = await forgetTokensOf(provider, FORGET_BATCH)
  }
  return forgotten
}
