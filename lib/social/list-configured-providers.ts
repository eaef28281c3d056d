import { findApp, findApps, type StoredApp } from './app-store'
import { redirectUriOf } from './kinds/openid'
import {
  fromAdministration,
  listProviderSettings,
  type NamedKind,
  namedKinds,
  type ProviderSettings,
  type ProviderSource,
} from './provider-settings'

/** A provider with keys, as the owner sees it: no secret among them. */
export type ConfiguredProvider = {
  id: string
  kind: ProviderSettings['kind']
  name: string
  clientId: string
  issuer: string
  source: ProviderSource
  isEnabled: boolean
  keepsTokens: boolean
  /** What its console must be told. */
  redirectUri: string
  /** Keys of the admin page that do not count, because the environment has some. */
  isOverridden: boolean
}

/** Everything that has keys, and the kinds that have none of their own yet. */
export async function listConfiguredProviders(): Promise<{
  providers: ConfiguredProvider[]
  unreadable: StoredApp[]
  missing: NamedKind[]
}> {
  const [apps, settings] = await Promise.all([findApps(), listProviderSettings()])
  const providers = settings.map((one) => withoutSecret(one, apps))
  const own = providers.filter(({ source }) => source !== 'simulator')
  const unreadable = apps.filter((app) => fromAdministration(app).length === 0)
  const missing = namedKinds.filter((kind) =>
    [...own, ...unreadable.map(({ kind: id }) => ({ id }))].every(({ id }) => id !== kind),
  )
  return { providers, unreadable, missing }
}

/** Rows whose secret no key of ENCRYPTION_KEYS opens. */
export async function listUnreadableApps(): Promise<StoredApp[]> {
  return (await findApps()).filter((app) => fromAdministration(app).length === 0)
}

function withoutSecret(settings: ProviderSettings, apps: StoredApp[]): ConfiguredProvider {
  const { clientSecret: _, nativeClientIds: __, appId: ___, ...shown } = settings
  const isOverridden = shown.source === 'environment' && apps.some(({ provider }) => provider === shown.id)
  return { ...shown, redirectUri: redirectUriOf(shown.id), isOverridden }
}

export type EditableApp = Omit<StoredApp, 'clientSecret'>

/** What the form of a provider shows; the secret stays where it is. */
export async function findEditableApp(provider: string): Promise<EditableApp | null> {
  const app = await findApp(provider)
  if (!app) return null
  const { clientSecret: _, ...shown } = app
  return shown
}
