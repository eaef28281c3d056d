import type { OAuthProvider } from '../provider'
import type { ProviderSettings } from '../provider-settings'
import { redirectUriOf, subjectIssuerOf } from './openid'

type Defaults = Omit<OAuthProvider, 'authorizationUrl' | 'tokenUrl' | 'scope' | 'readClaims'>

/** What the kinds of OAuth 2 have in common; what one does otherwise, it says itself. */
export function oAuthDefaults({ issuer, callbackUrl, ...settings }: ProviderSettings): Defaults {
  return {
    ...settings,
    subjectIssuer: subjectIssuerOf({ issuer, ...settings }),
    responseIssuer: null,
    protocol: 'oauth',
    signInOrigins: [new URL(issuer).origin],
    clientAuthentication: 'client_secret_post',
    isPkceSupported: true,
    offlineParameters: {},
    fedCmConfigUrl: null,
    refusesInAppBrowsers: false,
    apiRedirectUri: callbackUrl ?? redirectUriOf(settings.id),
    freshSignInParameters: null,
    assertIssuedToUs: null,
    isAuthoritative: () => false,
  }
}
