import { findApps } from './app-store'
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
  const keeping = await listKeeping()
  let forgotten = 0
  for (const provider of await findProvidersOfTokens()) {
    if (keeping.includes(provider)) continue
    for (let count = FORGET_BATCH; count === FORGET_BATCH; forgotten += count)
      count = await forgetTokensOf(provider, FORGET_BATCH)
  }
  return forgotten
}

// Keys that cannot be used just now, since one of ENCRYPTION_KEYS is missing for example, say nothing against it.
async function listKeeping(): Promise<string[]> {
  const settings = await listProviderSettings()
  const unusable = (await findApps()).filter(({ provider }) => settings.every(({ id }) => id !== provider))
  const all = [...settings, ...unusable.map(({ provider: id, keepsTokens }) => ({ id, keepsTokens }))]
  return all.filter(({ keepsTokens }) => keepsTokens).map(({ id }) => id)
}
