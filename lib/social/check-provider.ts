import { checkClient } from './checks/check-client'
import { checkDiscovery } from './checks/check-discovery'
import { checkKeys } from './checks/check-keys'
import { checkRedirectUri } from './checks/check-redirect-uri'
import { checkClock, checkSigningKeys } from './checks/check-signing-keys'
import { type Finding, look } from './checks/finding'
import { type DiscoveryDocument, discoveryUrl } from './discovery'
import { asOffered } from './meet-provider'
import type { OAuthProvider, OpenIdProvider } from './provider'
import type { ProviderSettings } from './provider-settings'
import { providerOf } from './providers'

/** Tries all of a provider that can be tried without a person; it only looks. What cannot be tried is left out. */
export async function checkProvider(settings: ProviderSettings): Promise<Finding[]> {
  const keys = await look('keys', () => checkKeys(settings))
  const provider = providerOf(settings)
  const others = provider.protocol === 'openid' ? await checkOpenId(provider) : await checkOAuth(provider)
  return [keys, ...others]
}

async function checkOpenId(provider: OpenIdProvider): Promise<Finding[]> {
  let document: DiscoveryDocument | undefined
  const discovery = await look('discovery', async () => {
    document = await checkDiscovery(provider)
  })
  if (!document) return [discovery]
  const { token_endpoint, authorization_endpoint } = document
  const offered = asOffered(provider, document)
  return [
    discovery,
    ...(await Promise.all([
      look('signing_keys', () => checkSigningKeys(document as DiscoveryDocument)),
      look('clock', () => checkClock(discoveryUrl(provider))),
      look('client', () => checkClient(offered, token_endpoint)),
      look('redirect_uri', () => checkRedirectUri(provider, authorization_endpoint)),
    ])),
  ]
}

function checkOAuth(provider: OAuthProvider): Promise<Finding[]> {
  return Promise.all([
    look('client', () => checkClient(provider, provider.tokenUrl)),
    look('redirect_uri', () => checkRedirectUri(provider, provider.authorizationUrl)),
  ])
}
