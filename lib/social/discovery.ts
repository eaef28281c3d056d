import { z } from 'zod'
import { AppError } from '@/lib/errors'
import type { OpenIdProvider } from './provider'
import { providerFetch } from './provider-fetch'

const documentSchema = z.looseObject({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  userinfo_endpoint: z.url(),
  jwks_uri: z.url(),
  introspection_endpoint: z.url().optional(),
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
  const response = await providerFetch(discoveryUrl(provider), { headers: { accept: 'application/json' } })
  if (response.status !== 200) throw new Error(`Discovery answered ${response.status}`)
  const document = documentSchema.parse(await response.json())
  if (document.issuer !== provider.issuer) throw new Error('Discovery names another issuer')
  for (const endpoint of ENDPOINTS) {
    const url = document[endpoint]
    if (url !== undefined && !provider.isOwnEndpoint(new URL(url)))
      throw new Error(`Discovery names a foreign ${endpoint}`)
  }
  return document
}
