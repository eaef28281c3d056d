import { expect, onTestFinished, test } from 'vitest'
import { startIssuer } from '@/lib/testing/issuer'
import { openId } from './kinds/openid'
import { meetProvider } from './meet-provider'

async function meet(document: object, endpointOrigins: string[] = []) {
  const issuer = await startIssuer()
  onTestFinished(() => void issuer.close())
  issuer.answers.set(
    '/.well-known/openid-configuration',
    issuer.json(() => ({ ...issuer.document, ...document })),
  )
  const keys = { clientId: 'ours', readSecret: () => 'secret', nativeClientIds: [], appId: null, keepsTokens: false }
  const place = { id: 'acme', kind: 'openid', name: 'Acme', issuer: issuer.origin, endpointOrigins } as const
  return meetProvider(openId({ ...keys, ...place, source: 'environment', isEnabled: true }))
}

test.each([
  [undefined, 'client_secret_basic'],
  [['client_secret_post', 'client_secret_basic'], 'client_secret_basic'],
  [['client_secret_post', 'private_key_jwt'], 'client_secret_post'],
  [['private_key_jwt'], 'client_secret_basic'],
])('a provider that offers %j at its token endpoint gets %s', async (offered, chosen) => {
  const { provider } = await meet({ token_endpoint_auth_methods_supported: offered })
  expect(provider.clientAuthentication).toBe(chosen)
})

const elsewhere = { token_endpoint: 'https://api.acme.test/token', jwks_uri: 'https://api.acme.test/jwks' }

test('O-19 endpoints elsewhere are believed where the owner named their origin, and nowhere else', async () => {
  await expect(meet(elsewhere)).rejects.toMatchObject({ code: 'provider_failed' })
  await expect(meet(elsewhere, ['https://api.acme.test'])).resolves.toMatchObject({ document: elsewhere })
  await expect(meet(elsewhere, ['https://acme.test'])).rejects.toMatchObject({ code: 'provider_failed' })
})

test('a provider without a userinfo endpoint is met: who it is, the id_token says', async () => {
  const { document } = await meet({ userinfo_endpoint: undefined })
  expect(document).not.toHaveProperty('userinfo_endpoint')
})
