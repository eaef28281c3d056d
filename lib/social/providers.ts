import { findGoogle } from './google'
import type { Provider } from './provider'

/** The providers that have credentials, in the order their buttons appear. */
async function listProviders(): Promise<Provider[]> {
  return [findGoogle()].filter((provider) => provider !== null)
}

export async function findProvider(id: string): Promise<Provider | null> {
  const providers = await listProviders()
  return providers.find((provider) => provider.id === id) ?? null
}

/** What people call a provider, also one whose keys have been taken away. */
export async function providerName(id: string): Promise<string> {
  const provider = await findProvider(id)
  return provider?.name ?? id
}
