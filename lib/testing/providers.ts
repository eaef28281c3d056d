import { randomUUID } from 'node:crypto'
import { db } from '@/lib/db'
import { encrypt } from '@/lib/encryption'
import { createApp } from '@/lib/social/app-store'
import type { NamedKind, ProviderKind } from '@/lib/social/provider-settings'

/** Gives a provider keys, as the admin page does. Nobody asks it anything. */
async function configure(provider: string, kind: ProviderKind): Promise<void> {
  await createApp(db, {
    ...{ provider, kind, name: provider, clientId: 'ours' },
    issuer: kind === 'openid' ? 'https://issuer.example' : null,
    ...{ clientSecret: encrypt('secret'), nativeClientIds: [], appId: null, keepsTokens: true, isEnabled: true },
  })
}

export const configureProvider = (kind: NamedKind): Promise<void> => configure(kind, kind)

/** @returns what the new OpenID provider is called */
export async function newOpenIdProvider(): Promise<string> {
  const provider = `p${randomUUID().slice(0, 8)}`
  await configure(provider, 'openid')
  return provider
}
