import { AppError } from '@/lib/errors'
import { type DiscoveryDocument, discover } from './discovery'
import { identityFromToken, identityOf } from './identity-from-token'
import { type IssuedTokens, sealTokens } from './kept-tokens'
import {
  clientAuthentications,
  type OAuthProvider,
  type OpenIdProvider,
  type Provider,
  type ProviderIdentity,
} from './provider'

/** A provider with what it says about itself just now; one without discovery says nothing. */
export type MetProvider =
  | { provider: OpenIdProvider; document: DiscoveryDocument }
  | { provider: OAuthProvider; document: null }

/** @throws AppError provider_failed: as discover */
export async function meetProvider(provider: Provider): Promise<MetProvider> {
  if (provider.protocol === 'oauth') return { provider, document: null }
  const document = await discover(provider)
  return { provider: asOffered(provider, document), document }
}

/** A provider as we speak to it: where it does not offer what its kind does, we do what it offers. */
export function asOffered(provider: OpenIdProvider, document: DiscoveryDocument): OpenIdProvider {
  const { clientAuthentication: own } = provider
  const offered = document.token_endpoint_auth_methods_supported ?? [own]
  const chosen = [own, ...clientAuthentications].find((one) => offered.includes(one))
  return { ...provider, clientAuthentication: chosen ?? own }
}

export type ProviderTokens = IssuedTokens & {
  idToken: string | undefined
  /** What the browser was given, where nobody has compared it before. */
  nonce?: string | undefined
}

/** Where a provider trades codes and refresh tokens for others. */
export function tokenUrlOf(met: MetProvider): string {
  return met.document ? met.document.token_endpoint : met.provider.tokenUrl
}

/**
 * Reads who came back from a provider, from the tokens that their code was traded for.
 * @throws AppError provider_failed
 */
export async function identityFromTokens(
  tokens: ProviderTokens,
  met: MetProvider,
): Promise<{ identity: ProviderIdentity; authTime: number | null }> {
  const { identity, authTime } = await readIdentity(tokens, met)
  return { identity: { ...identity, tokens: met.provider.keepsTokens ? sealTokens(tokens) : null }, authTime }
}

async function readIdentity({ idToken, accessToken, nonce }: ProviderTokens, met: MetProvider) {
  if (met.document) return identityFromToken({ idToken, accessToken, nonce }, met)
  if (!accessToken) throw new AppError('provider_failed', { reason: 'access_token_missing' })
  const claims = await met.provider.readClaims(accessToken)
  return { identity: identityOf(claims, met.provider), authTime: null }
}
