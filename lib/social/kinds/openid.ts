import { env } from '@/lib/env'
import type { OpenIdProvider } from '../provider'
import type { ProviderSettings } from '../provider-settings'

/** Any OpenID provider, by its issuer. Its word about an address counts as verified, never as authoritative. */
export function openId(settings: ProviderSettings): OpenIdProvider {
  return openIdDefaults(settings)
}

/** What OpenID Connect says of every provider; the kinds change what they do otherwise. */
export function openIdDefaults({
  issuer,
  endpointOrigins = [],
  callbackUrl,
  ...settings
}: ProviderSettings): OpenIdProvider {
  return {
    ...settings,
    protocol: 'openid',
    issuer,
    subjectIssuer: subjectIssuerOf({ issuer, ...settings }),
    tokenIssuers: [issuer],
    isOwnEndpoint: ({ origin }) => [new URL(issuer).origin, ...endpointOrigins].includes(origin),
    signInOrigins: [new URL(issuer).origin, ...endpointOrigins],
    clientAuthentication: 'client_secret_basic',
    isPkceSupported: true,
    refusesInAppBrowsers: false,
    scope: `openid email profile${settings.keepsTokens ? ' offline_access' : ''}`,
    offlineParameters: {},
    fedCmConfigUrl: null,
    apiRedirectUri: callbackUrl ?? redirectUriOf(settings.id),
    freshSignInParameters: { prompt: 'login', max_age: '0' },
    assertIssuedToUs: null,
    isAuthoritative: () => false,
  }
}

/** Wherever the simulator is at the moment, its people are the same. */
export function subjectIssuerOf({ issuer, source }: Pick<ProviderSettings, 'issuer' | 'source'>): string {
  return source === 'simulator' ? source : issuer
}

/** Where a provider sends people back to, as its console must be told. */
export function redirectUriOf(id: string): string {
  return `${env.AUTH_URL}/api/auth/callback/${id}`
}
