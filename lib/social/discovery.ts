import { z } from 'zod'
import { AppError } from '@/lib/errors'
import type { OpenIdProvider } from './provider'
import { ProviderFault } from './provider-fault'
import { providerFetch } from './provider-fetch'

const documentSchema = z.looseObject({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  userinfo_endpoint: z.url().optional(),
  jwks_uri: z.url(),
  introspection_endpoint: z.url().optional(),
  scopes_supported: z.array(z.string()).optional(),
  response_types_supported: z.array(z.string()).optional(),
  code_challenge_methods_supported: z.array(z.string()).optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
  id_token_signing_alg_values_supported: z.array(z.string()).optional(),
})

export type DiscoveryDocument = z.output<typeof documentSchema>

export function discoveryUrl(provider: OpenIdProvider): string {
  return `${provider.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
}

/**
 * Reads what a provider says about itself, and believes it only about its own endpoints.
 * Not cached: a provider that is down is noticed before a person is sent there.
 *
 * @throws AppError provider_failed: it cannot be reached, or names another issuer or a foreign endpoint
 * @see OpenID Connect Discovery 1.0, section 4.3
 */
export async function discover(provider: OpenIdProvider): Promise<DiscoveryDocument> {
  try {
    return await readDocument(provider)
  } catch (cause) {
    throw new AppError('provider_failed', { reason: 'discovery_refused', cause })
  }
}

const ENDPOINTS = [
  'authorization_endpoint',
  'token_endpoint',
  'userinfo_endpoint',
  'jwks_uri',
  'introspection_endpoint',
] as const

async function readDocument(provider: OpenIdProvider): Promise<DiscoveryDocument> {
  const url = discoveryUrl(provider)
  const response = await providerFetch(url, { headers: { accept: 'application/json' } })
  if (response.status !== 200) throw new ProviderFault('discovery_status', { url, status: String(response.status) })
  const document = parseDocument(await response.json().catch(() => null), url)
  if (document.issuer !== provider.issuer)
    throw new ProviderFault('other_issuer', { issuer: document.issuer, given: provider.issuer })
  refuseForeignEndpoints(document, provider)
  return document
}

// All at once, so that an owner who has to allow their origins does so in one go.
function refuseForeignEndpoints(document: DiscoveryDocument, provider: OpenIdProvider): void {
  const places = ENDPOINTS.flatMap((name) => (document[name] === undefined ? [] : [{ name, url: document[name] }]))
  const foreign = places.filter(({ url }) => !provider.isOwnEndpoint(new URL(url)))
  if (foreign.length === 0) return
  throw new ProviderFault('foreign_endpoint', {
    endpoint: foreign.map(({ name }) => name).join(', '),
    url: foreign.map(({ url }) => url).join(', '),
    origin: [...new Set(foreign.map(({ url }) => new URL(url).origin))].join(' '),
  })
}

function parseDocument(answer: unknown, url: string): DiscoveryDocument {
  if (answer === null) throw new ProviderFault('discovery_not_json', { url })
  const { data, error } = documentSchema.safeParse(answer)
  if (data) return data
  const fields = error.issues.map(({ path }) => path.join('.')).join(', ')
  throw new ProviderFault('discovery_incomplete', { url, fields })
}
