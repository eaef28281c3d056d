import { afterAll, expect, test } from 'vitest'
import { startIssuer } from '@/lib/testing/issuer'
import { identityFromCredential } from './identity-from-credential'
import type { ProviderKind } from './provider-settings'
import { providerOf } from './providers'

const issuer = await startIssuer()
afterAll(issuer.close)
const { origin, answers, json } = issuer

// Whoever the token belongs to, the provider tells, as it does to every client.
const user = { sub: '7', email: 'mina@elsewhere.example', email_verified: true }
answers.set(
  '/userinfo',
  json(() => user),
)
answers.set(
  '/api/v3/user',
  json(() => ({ id: 7, login: 'mina' })),
)
answers.set(
  '/api/v3/user/emails',
  json(() => []),
)
answers.set(
  '/v2/user/me',
  json(() => ({ id: 7 })),
)

function providerAt(kind: ProviderKind) {
  const keys = { clientId: 'ours', readSecret: () => 'secret', nativeClientIds: [], appId: '4711', keepsTokens: false }
  const place = { id: kind, kind, name: kind, issuer: origin, source: 'environment', isEnabled: true } as const
  return providerOf({ ...keys, ...place })
}

const introspection = { ...issuer.document, introspection_endpoint: `${origin}/introspect` }

test.each<[ProviderKind, string, object, object]>([
  ['google', '/tokeninfo', { aud: 'ours' }, { aud: 'theirs' }],
  ['github', '/api/v3/applications/ours/token', { app: { client_id: 'ours' } }, { app: { client_id: 'theirs' } }],
  ['kakao', '/v1/user/access_token_info', { app_id: 4711 }, { app_id: 1 }],
  ['openid', '/introspect', { active: true, client_id: 'ours' }, { active: true, client_id: 'theirs' }],
])(
  'an access token that %s issued to another client is not taken, whoever it is of',
  async (kind, path, ours, theirs) => {
    answers.set(
      '/.well-known/openid-configuration',
      json(() => introspection),
    )
    const bring = () => identityFromCredential({ accessToken: 'a token' }, providerAt(kind))
    answers.set(
      path,
      json(() => theirs),
    )
    await expect(bring()).rejects.toMatchObject({ reason: 'access_token_of_another_client' })
    answers.set(
      path,
      json(() => ours),
    )
    await expect(bring()).resolves.toMatchObject({ identity: { subject: '7' } })
  },
)

test('where nobody tells whom a token was issued to, it is not taken', async () => {
  answers.set(
    '/.well-known/openid-configuration',
    json(() => issuer.document),
  )
  for (const kind of ['naver', 'openid'] as const) {
    const bring = identityFromCredential({ accessToken: 'a token' }, providerAt(kind))
    await expect(bring).rejects.toMatchObject({ reason: 'access_token_audience_unknown' })
  }
})
