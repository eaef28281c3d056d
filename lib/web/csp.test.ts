import { expect, it } from 'vitest'
import type { ProviderKind } from '@/lib/social/provider-settings'
import { providerOf } from '@/lib/social/providers'
import { contentPolicy, mailPreviewPolicy, providerOrigins } from './csp'

function directives(settings: Partial<Parameters<typeof contentPolicy>[0]> = {}): Record<string, string> {
  const policy = contentPolicy({ nonce: 'bm9uY2U=', formOrigins: [], isHttps: false, isDev: false, ...settings })
  return Object.fromEntries(policy.split('; ').map((it) => [it.split(' ')[0], it.split(' ').slice(1).join(' ')]))
}

function providerAt(issuer: string, kind: ProviderKind = 'openid', endpointOrigins: string[] = []) {
  const keys = { clientId: 'ours', readSecret: () => 'secret', nativeClientIds: [], appId: null, keepsTokens: false }
  const place = { id: kind, kind, name: kind, issuer, endpointOrigins, source: 'environment', isEnabled: true } as const
  return providerOf({ ...keys, ...place })
}

it('W-02 a page runs only scripts with its nonce, and nothing inline or evaluated', () => {
  const policy = directives()
  expect(policy['script-src']).toContain("'nonce-bm9uY2U='")
  expect(JSON.stringify(policy)).not.toContain('unsafe')
  expect(policy).toMatchObject({ 'object-src': "'none'", 'base-uri': "'none'", 'frame-ancestors': "'none'" })
})

it('a form may lead to the configured providers and nowhere else', () => {
  const formOrigins = providerOrigins([
    providerAt('https://accounts.google.com', 'google'),
    providerAt('https://id.acme.test/realms/a'),
    providerAt('https://id.acme.test'),
  ])
  expect(directives({ formOrigins })['form-action']).toBe("'self' https://accounts.google.com https://id.acme.test")
})

it('a form may lead where Kakao signs people in, and to the endpoints that a provider has elsewhere', () => {
  const formOrigins = providerOrigins([
    providerAt('https://kauth.kakao.com', 'kakao'),
    providerAt('https://id.acme.test', 'openid', ['https://login.acme.test']),
  ])
  expect(directives({ formOrigins })['form-action']).toBe(
    "'self' https://kauth.kakao.com https://accounts.kakao.com https://id.acme.test https://login.acme.test",
  )
})

it.each(['https://acme.test;sandbox', 'https://*', 'https://a,b', 'ftp://acme.test'])(
  'W-02 the origin %s of a provider adds nothing to the policy',
  (origin) => {
    const formOrigins = providerOrigins([providerAt(origin), providerAt('https://[::1]:3001', 'openid', [origin])])
    expect(formOrigins).toEqual(['https://[::1]:3001'])
  },
)

it('a page asks its own origin, and where One Tap is on the one that knows the accounts', () => {
  expect(directives()['connect-src']).toBe("'self'")
  const connectOrigins = ['https://accounts.google.com']
  expect(directives({ connectOrigins })['connect-src']).toBe("'self' https://accounts.google.com")
})

it('requests are upgraded only where the origin is https', () => {
  expect(directives()).not.toHaveProperty('upgrade-insecure-requests')
  expect(directives({ isHttps: true })).toHaveProperty('upgrade-insecure-requests')
})

it('only a mail in its frame has inline styles, and neither scripts nor our origin', () => {
  const policy = mailPreviewPolicy('/developers/mail/confirm-email/html')
  expect(policy).toContain("style-src 'unsafe-inline'")
  expect(policy).toMatch(/default-src 'none'.*sandbox.*frame-ancestors 'self'/)
  for (const path of ['/developers/mail/confirm-email', '/developers/mail/a/b/html', '/x/developers/mail/a/html']) {
    expect(mailPreviewPolicy(path)).toBeNull()
  }
})
