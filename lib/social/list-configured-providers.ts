import { providerIdSchema } from '@/lib/openid-providers'
import { findApp, findApps, type StoredApp } from './app-store'
import { type Finding, look } from './checks/finding'
import { redirectUriOf } from './kinds/openid'
import {
  listProviderSettings,
  type NamedKind,
  namedKinds,
  type ProviderSettings,
  type ProviderSource,
  settingsOfApp,
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
  unusable: UnusableApp[]
  missing: NamedKind[]
}> {
  const [apps, settings] = await Promise.all([findApps(), listProviderSettings()])
  const providers = settings.map((one) => withoutSecret(one, apps))
  const own = providers.filter(({ source }) => source !== 'simulator')
  const unusable = await unusableAmong(apps)
  const taken = [...own.map(({ id }) => id), ...unusable.map(({ provider }) => provider)]
  return { providers, unusable, missing: namedKinds.filter((kind) => !taken.includes(kind)) }
}

/** A row of the admin page that makes no provider, and why. */
export type UnusableApp = { provider: string; name: string; finding: Finding }

export async function listUnusableApps(): Promise<UnusableApp[]> {
  return unusableAmong(await findApps())
}

async function unusableAmong(apps: StoredApp[]): Promise<UnusableApp[]> {
  const looked = apps.map(async (app) => ({ provider: app.provider, name: app.name, finding: await lookAt(app) }))
  return (await Promise.all(looked)).filter(({ finding }) => finding.fault !== null)
}

function lookAt(app: StoredApp): Promise<Finding> {
  return look('keys', () => settingsOfApp(app))
}

function withoutSecret(settings: ProviderSettings, apps: StoredApp[]): ConfiguredProvider {
  const { readSecret: _, nativeClientIds: __, appId: ___, callbackUrl: ____, ...shown } = settings
  const isOverridden = shown.source === 'environment' && apps.some(({ provider }) => provider === shown.id)
  return { ...shown, redirectUri: redirectUriOf(shown.id), isOverridden }
}

export type EditableApp = Omit<StoredApp, 'clientSecret'> & { finding: Finding }

/** What the form of a provider shows; the secret stays where it is. */
export async function findEditableApp(provider: string): Promise<EditableApp | null> {
  const app = providerIdSchema.safeParse(provider).success ? await findApp(provider) : null
  if (!app) return null
  const { clientSecret: _, ...shown } = app
  return { ...shown, finding: await lookAt(app) }
}
