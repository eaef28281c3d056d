import { type Db, db } from '@/lib/db'
import { decrypt, isReadable } from '@/lib/encryption'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { log } from '@/lib/log'
import { processWide } from '@/lib/process-wide'
import { isUnsafeIssuer } from '@/lib/production-faults'
import { findApps, type StoredApp } from './app-store'
import { ProviderFault } from './provider-fault'

/** The keys of one provider, wherever they come from. */
export type ProviderSettings = {
  id: string
  kind: ProviderKind
  name: string
  clientId: string
  /** Opened where it is used, and not with every page that names the provider. */
  readSecret: () => string
  nativeClientIds: string[]
  /** The issuer of an OpenID provider, or where an OAuth provider is found. */
  issuer: string
  /** Where an OpenID provider's endpoints may be besides its issuer's own origin. */
  endpointOrigins?: string[]
  /** The redirect URI of API clients that send a code, where it is not the one of our own pages. */
  callbackUrl?: string | null | undefined
  /** The number that Kakao gives an app. */
  appId: string | null
  /** Whether the tokens that the provider gives at a sign-in are kept, for pages that call its API. */
  keepsTokens: boolean
  source: ProviderSource
  /** What is switched off can be tried by the owner, and by nobody else. */
  isEnabled: boolean
}

/** Where keys come from; of several, the first that has them wins. */
export type ProviderSource = 'environment' | 'administration' | 'simulator'

/** The providers that we know by name, in the order in which their buttons appear; those found by issuer follow. */
export const namedKinds = ['google', 'kakao', 'naver', 'github'] as const
export const providerKinds = [...namedKinds, 'openid'] as const
export type NamedKind = (typeof namedKinds)[number]
export type ProviderKind = (typeof providerKinds)[number]

/**
 * All keys that there are: the environment's, then those of the admin page, then the simulator's in local mode.
 * @param on the transaction, where one is open: it must not wait for a second connection
 */
export async function listProviderSettings(on: Db = db): Promise<ProviderSettings[]> {
  const given = fromEnvironment()
  const stored = (await findApps(on)).flatMap((app) => fromAdministration(app))
  const known = [...given, ...without(given, stored)]
  return [...known, ...without(known, simulated())].sort((a, b) => rank(a) - rank(b))
}

function without(known: ProviderSettings[], others: ProviderSettings[]): ProviderSettings[] {
  return others.filter(({ id }) => known.every((one) => one.id !== id))
}

function rank({ kind }: ProviderSettings): number {
  return providerKinds.indexOf(kind)
}

type NamedProvider = {
  name: string
  id: string | undefined
  secret: string | undefined
  issuer: string
  callbackUrl?: string | undefined
  nativeClientIds?: string[]
  appId?: string | undefined
}

const namedProviders: Record<NamedKind, () => NamedProvider> = {
  google: () => ({
    ...{ name: 'Google', id: env.AUTH_GOOGLE_ID, secret: env.AUTH_GOOGLE_SECRET },
    ...{ issuer: env.AUTH_GOOGLE_ISSUER, nativeClientIds: env.AUTH_GOOGLE_NATIVE_IDS },
    callbackUrl: env.AUTH_GOOGLE_CALLBACK_URL,
  }),
  kakao: () => ({
    ...{ name: 'Kakao', id: env.AUTH_KAKAO_ID, secret: env.AUTH_KAKAO_SECRET, appId: env.AUTH_KAKAO_APP_ID },
    ...{ issuer: env.AUTH_KAKAO_ISSUER, nativeClientIds: env.AUTH_KAKAO_NATIVE_IDS },
    callbackUrl: env.AUTH_KAKAO_CALLBACK_URL,
  }),
  naver: () => ({
    ...{ name: 'Naver', id: env.AUTH_NAVER_ID, secret: env.AUTH_NAVER_SECRET, issuer: env.AUTH_NAVER_URL },
    callbackUrl: env.AUTH_NAVER_CALLBACK_URL,
  }),
  github: () => ({
    ...{ name: 'GitHub', id: env.AUTH_GITHUB_ID, secret: env.AUTH_GITHUB_SECRET, issuer: env.AUTH_GITHUB_URL },
    callbackUrl: env.AUTH_GITHUB_CALLBACK_URL,
  }),
}

/** What a provider that we know by name is called. */
export function nameOfKind(kind: NamedKind): string {
  return namedProviders[kind]().name
}

function fromEnvironment(): ProviderSettings[] {
  const source = { source: 'environment', isEnabled: true } as const
  const keepsTokens = (id: string) => env.KEEP_PROVIDER_TOKENS.includes(id)
  const given = namedKinds.flatMap((kind) => {
    const { id, secret, name, issuer, callbackUrl, nativeClientIds = [], appId = null } = namedProviders[kind]()
    if (!id || !secret) return []
    const keys = { clientId: id, readSecret: () => secret, callbackUrl, nativeClientIds, appId }
    return [{ id: kind, kind, name, issuer, ...keys, ...source, keepsTokens: keepsTokens(kind) }]
  })
  const openId = env.OPENID_PROVIDERS.map(({ clientSecret, ...settings }) => ({
    ...settings,
    readSecret: () => clientSecret,
    ...source,
    ...({ kind: 'openid', appId: null, keepsTokens: keepsTokens(settings.id) } as const),
  }))
  return [...given, ...openId]
}

// By provider, the row that cannot be used: it is read for every page, and told once.
const unusable = processWide('unusable-apps', () => new Map<string, string>())

function fromAdministration(app: StoredApp): ProviderSettings[] {
  const { provider } = app
  try {
    const settings = settingsOfApp(app)
    unusable.delete(provider)
    return [settings]
  } catch (error) {
    const row = JSON.stringify(app)
    if (unusable.get(provider) !== row) log.error({ error, provider }, 'the keys of a provider cannot be used')
    unusable.set(provider, row)
    return []
  }
}

/**
 * The settings that a row of the admin page makes.
 *
 * @throws ProviderFault kind_unknown: a later version wrote it
 * @throws ProviderFault issuer_unsafe, endpoint_origin_unsafe: it was made in local mode, maybe with the simulator, and
 *   moved here since
 * @throws ProviderFault secret_unreadable: the key that encrypted its secret is gone
 */
export function settingsOfApp(app: StoredApp): ProviderSettings {
  const { provider: id, clientId, nativeClientIds, callbackUrl, appId, keepsTokens, isEnabled } = app
  const kind = providerKinds.find((known) => known === app.kind)
  if (!kind) throw new ProviderFault('kind_unknown', { kind: app.kind })
  const { name, issuer, endpointOrigins } = kind === 'openid' ? placeOf(app) : namedPlaceOf(kind)
  if (!isReadable(app.clientSecret)) throw new ProviderFault('secret_unreadable')
  const keys = { clientId, readSecret: () => readSecret(app), nativeClientIds, callbackUrl, appId }
  return { id, kind, name, issuer, endpointOrigins, ...keys, keepsTokens, isEnabled, source: 'administration' }
}

type Place = { name: string; issuer: string; endpointOrigins: string[] }

// Whatever its row says: who is believed about Google's people is not for a form to say.
function namedPlaceOf(kind: NamedKind): Place {
  const { name, issuer } = namedProviders[kind]()
  return { name, issuer, endpointOrigins: [] }
}

function placeOf({ name, issuer, endpointOrigins = [] }: StoredApp): Place {
  const place = { name, issuer: issuer ?? '', endpointOrigins }
  if (env.LATCHKEY_MODE !== 'production') return place
  if (isUnsafeIssuer(place.issuer)) throw new ProviderFault('issuer_unsafe', { issuer: place.issuer })
  const unsafe = endpointOrigins.find(isUnsafeIssuer)
  if (unsafe !== undefined) throw new ProviderFault('endpoint_origin_unsafe', { origin: unsafe })
  return place
}

function readSecret({ clientSecret }: StoredApp): string {
  try {
    return decrypt(clientSecret)
  } catch {
    // It was altered.
    const cause = new ProviderFault('secret_unreadable')
    throw new AppError('provider_failed', { cause })
  }
}

const SIMULATED_KINDS = ['google', 'kakao', 'naver', 'github'] as const
const SIMULATED_KAKAO_APP = '4711'

/** What stands in for every provider without keys, in local mode only (e2e/simulator). */
function simulated(): ProviderSettings[] {
  if (!env.SIMULATOR_URL) return []
  const { origin, username: clientId, password: secret } = new URL(env.SIMULATOR_URL)
  const client = { clientId, readSecret: () => secret, nativeClientIds: [] }
  const shared = { ...client, keepsTokens: false, isEnabled: true, source: 'simulator' } as const
  const known = SIMULATED_KINDS.map((kind) => {
    const appId = kind === 'kakao' ? SIMULATED_KAKAO_APP : null
    return { ...shared, id: kind, kind, name: nameOfKind(kind), issuer: `${origin}/${kind}`, appId }
  })
  const place = { name: 'OpenID', issuer: `${origin}/oidc`, appId: null }
  const openId = { ...shared, ...place, id: 'simulated', kind: 'openid' as const }
  return env.OPENID_PROVIDERS.length > 0 ? known : [...known, openId]
}
