import { type DiscoveryDocument, discover } from '../discovery'
import { clientAuthentications, type OpenIdProvider } from '../provider'
import { ProviderFault } from '../provider-fault'

const ALGORITHMS = ['RS256', 'ES256']

/** Reads what an OpenID provider says about itself, and whether it can do what we need of it. */
export async function checkDiscovery(provider: OpenIdProvider): Promise<DiscoveryDocument> {
  const document = await discover(provider)
  requireSome('response_types_unsupported', document.response_types_supported, ['code'])
  for (const scope of ['openid', 'email']) requireSome('scope_unsupported', document.scopes_supported, [scope])
  requireSome('pkce_unsupported', document.code_challenge_methods_supported, ['S256'])
  requireSome('algorithm_unsupported', document.id_token_signing_alg_values_supported, ALGORITHMS)
  const methods = document.token_endpoint_auth_methods_supported
  requireSome('client_authentication_unsupported', methods, [...clientAuthentications])
  return document
}

type Unsupported = Extract<ConstructorParameters<typeof ProviderFault>[0], `${string}_unsupported`>

// What a provider does not list, it may still do.
function requireSome(fault: Unsupported, listed: string[] | undefined, needed: string[]): void {
  if (!listed || needed.some((one) => listed.includes(one))) return
  throw new ProviderFault(fault, { needed: needed.join(', '), listed: listed.join(', ') })
}
