import type { KeptTokens } from './kept-tokens'
import type { ProviderKind } from './provider-settings'

/** What a provider says about a person, after everything that can be checked was. */
export type ProviderClaims = {
  sub: string
  email: string | null
  isEmailVerified: boolean
  /** The organisation that manages the account; Google's claim. */
  hd: string | null
  name: string
  locale: string | null
  /** When the person last proved to the provider who they are, in epoch seconds. */
  authTime: number | null
}

/** The ways we know to authenticate at a token endpoint. @see OpenID Connect Core 1.0, section 9 */
export const clientAuthentications = ['client_secret_basic', 'client_secret_post'] as const

type ProviderBase = {
  /** Part of the redirect URI and of every identity's key: never changes. */
  id: string
  /** How its button looks, and which guide explains its console. */
  kind: ProviderKind
  /** As people know it; the same in every language. */
  name: string
  /** Who gives out its subjects: the same subject of another is somebody else. */
  subjectIssuer: string
  clientId: string
  readSecret: () => string
  /** Clients of ours besides `clientId`, native apps above all: an id_token for one of them is for us. */
  nativeClientIds: string[]
  /** How the client says who it is at the token endpoint. */
  clientAuthentication: (typeof clientAuthentications)[number]
  isPkceSupported: boolean
  scope: string
  /** Origins on the way to where it signs people in: browsers compare every redirect after a POST. */
  signInOrigins: string[]
  /** The redirect URI of API clients that send a code. */
  apiRedirectUri: string
  /** Asks for a fresh sign-in at the provider, whoever is signed in there; null where it cannot prove one. */
  freshSignInParameters: Record<string, string> | null
  /**
   * Makes sure that an access token was issued to us, else throws; null where the provider has no way of its own to tell.
   * Any other site that people sign in to holds access tokens of theirs, too.
   */
  assertIssuedToUs: ((accessToken: string) => Promise<void>) | null
  /** Whether the tokens it issues are kept, for pages that call its API. */
  keepsTokens: boolean
  /** What makes it issue a refresh token at a sign-in. */
  offlineParameters: Record<string, string>
  /** Where the browser itself may ask who somebody is (FedCM); null where it may not. */
  fedCmConfigUrl: string | null
  /** Whether it refuses the browsers inside of other apps, so that nobody is sent there from one. */
  refusesInAppBrowsers: boolean
  /** Whether nobody but this provider decides who owns the address, so that its word is proof enough to link. */
  isAuthoritative: (claims: ProviderClaims) => boolean
}

/** Speaks OpenID Connect: found by discovery, tells who somebody is by a signed id_token. */
export type OpenIdProvider = ProviderBase & {
  protocol: 'openid'
  /** Where the discovery document is; it must name this very issuer. */
  issuer: string
  /** The spellings of `iss` in its tokens. */
  tokenIssuers: string[]
  /** Whether a URL in the discovery document may be one of its endpoints. */
  isOwnEndpoint: (url: URL) => boolean
  /** Adds what only its own API tells, where there is an access token for that. */
  completeClaims?: (claims: ProviderClaims, accessToken: string | undefined) => Promise<ProviderClaims>
}

/** Speaks OAuth 2 alone: who somebody is, its API tells to the access token. */
export type OAuthProvider = ProviderBase & {
  protocol: 'oauth'
  authorizationUrl: string
  /** What it calls itself in `iss` when it sends people back (RFC 9207); null where it says nothing. */
  responseIssuer: string | null
  tokenUrl: string
  readClaims: (accessToken: string) => Promise<ProviderClaims>
}

export type Provider = OpenIdProvider | OAuthProvider

/** A person at a provider, as the linking rules see them. */
export type ProviderIdentity = {
  provider: string
  subject: string
  /** Who gave out the subject. */
  issuer: string
  /** Canonical; null when absent or not an address. */
  email: string | null
  isEmailVerified: boolean
  isAuthoritative: boolean
  name: string
  locale: 'ko' | 'en' | null
  /** What it issued; null where nothing is kept. */
  tokens?: KeptTokens | null | undefined
}
