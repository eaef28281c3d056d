/** What a verified token says about a person, whoever issued it. */
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

/** An OpenID provider: everything that differs from one to the next. */
export type Provider = {
  /** Part of the redirect URI and of every identity's key: never changes. */
  id: string
  /** As people know it; the same in every language. */
  name: string
  /** Where the discovery document is; it must name this very issuer. */
  issuer: string
  /** The spellings of `iss` in its tokens. */
  tokenIssuers: string[]
  /** Whether a URL in the discovery document may be one of its endpoints. */
  isOwnEndpoint: (url: URL) => boolean
  clientId: string
  clientSecret: string
  scope: string
  /** Says whom an access token was issued to. */
  tokenInfoUrl: string
  /** Asks for a fresh sign-in at the provider, whoever is signed in there. */
  freshSignInParameters: Record<string, string>
  /** Whether nobody but this provider decides who owns the address, so that its word is proof enough to link. */
  isAuthoritative: (claims: ProviderClaims) => boolean
}

/** A person at a provider, as the linking rules see them. */
export type ProviderIdentity = {
  provider: string
  subject: string
  /** Canonical; null when absent or not an address. */
  email: string | null
  isEmailVerified: boolean
  isAuthoritative: boolean
  name: string
  locale: 'ko' | 'en' | null
}
