import { listProviderSettings } from './provider-settings'
import { forgetTokensExcept } from './token-store'

/** Forgets the tokens of providers for which the owner does not ask any more to keep them. @returns of how many identities */
export async function forgetUnkeptTokens(): Promise<number> {
  const keeping = (await listProviderSettings()).filter(({ keepsTokens }) => keepsTokens)
  return forgetTokensExcept(keeping.map(({ id }) => id))
}
