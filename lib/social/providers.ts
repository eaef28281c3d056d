import { github } from './kinds/github'
import { google } from './kinds/google'
import { kakao } from './kinds/kakao'
import { naver } from './kinds/naver'
import { openId } from './kinds/openid'
import type { Provider } from './provider'
import { listProviderSettings, type ProviderKind, type ProviderSettings } from './provider-settings'

const kinds: Record<ProviderKind, (settings: ProviderSettings) => Provider> = {
  google,
  github,
  kakao,
  naver,
  openid: openId,
}

/** The providers that have credentials, in the order their buttons appear. */
export async function listProviders(): Promise<Provider[]> {
  return (await listProviderSettings()).map((settings) => kinds[settings.kind](settings))
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
