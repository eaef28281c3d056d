import { type Db, db } from '@/lib/db'
import { github } from './kinds/github'
import { google } from './kinds/google'
import { kakao } from './kinds/kakao'
import { naver } from './kinds/naver'
import { openId } from './kinds/openid'
import { nameIn } from './name-in'
import type { Provider } from './provider'
import { listProviderSettings, type ProviderKind, type ProviderSettings } from './provider-settings'

const kinds: Record<ProviderKind, (settings: ProviderSettings) => Provider> = {
  google,
  github,
  kakao,
  naver,
  openid: openId,
}

/** The providers that people may sign in with, in the order their buttons appear. */
export async function listProviders(on: Db = db): Promise<Provider[]> {
  return (await listProviderSettings(on)).filter(({ isEnabled }) => isEnabled).map(providerOf)
}

export async function findProvider(id: string, on: Db = db): Promise<Provider | null> {
  return (await listProviders(on)).find((provider) => provider.id === id) ?? null
}

/** Makes a provider of its keys; one that is switched off too, so that the owner can try it. */
export function providerOf(settings: ProviderSettings): Provider {
  return kinds[settings.kind](settings)
}

export async function findProviderSettings(id: string, on: Db = db): Promise<ProviderSettings | null> {
  return (await listProviderSettings(on)).find((settings) => settings.id === id) ?? null
}

/** What people call each provider, also one whose keys have been taken away; read once for any number of them. */
export async function providerNames(locale: string, on: Db = db): Promise<(id: string) => string> {
  const names = new Map((await listProviderSettings(on)).map((settings) => [settings.id, nameIn(locale, settings)]))
  return (id) => names.get(id) ?? id
}

export async function providerName(id: string, locale: string, on: Db = db): Promise<string> {
  return (await providerNames(locale, on))(id)
}
