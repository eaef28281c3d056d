import { afterEach, beforeEach, expect, test } from 'vitest'
import { startIssuer } from '@/lib/testing/issuer'
import { discover } from './discovery'
import { providerFetch } from './provider-fetch'

const DISCOVERY = '/.well-known/openid-configuration'

let issuer: Awaited<ReturnType<typeof startIssuer>>
beforeEach(async () => {
  issuer = await startIssuer()
})
afterEach(() => issuer.close())

function causeOf(error: unknown): string {
  return error instanceof Error && error.cause instanceof Error ? error.cause.message : ''
}

const refusal = () => discover(issuer.provider).then(() => 'believed', causeOf)

test('a provider that tells the truth is believed', async () => {
  await expect(discover(issuer.provider)).resolves.toMatchObject({ issuer: issuer.origin })
})

test('O-19 a document that names another issuer is refused', async () => {
  issuer.answers.set(
    DISCOVERY,
    issuer.json(() => ({ ...issuer.document, issuer: `${issuer.origin}/` })),
  )
  expect(await refusal()).toContain('other_issuer')
})

test.each(['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'jwks_uri'])(
  'O-19 a %s on another host is refused',
  async (endpoint) => {
    const lie = { ...issuer.document, [endpoint]: 'http://169.254.169.254/latest' }
    issuer.answers.set(
      DISCOVERY,
      issuer.json(() => lie),
    )
    expect(await refusal()).toContain(endpoint)
  },
)

test('O-16 an answer that is an error, no JSON, or far too large is refused', async () => {
  issuer.answers.set(DISCOVERY, (_, response) => response.writeHead(500).end())
  expect(await refusal()).toContain('500')
  issuer.answers.set(DISCOVERY, (_, response) => response.end('<!doctype html>'))
  expect(await refusal()).toContain('discovery_not_json')
  issuer.answers.set(DISCOVERY, (_, response) => response.end(' '.repeat(1_000_000)))
  expect(await refusal()).toContain('too_much')
})

test('O-16 a provider that does not answer is given up after five seconds', { timeout: 8_000 }, async () => {
  issuer.answers.set(DISCOVERY, () => {})
  const startedAt = performance.now()
  expect(await refusal()).toContain('too_slow')
  expect(performance.now() - startedAt).toBeLessThan(5_500)
})

test('O-17 a redirect to an internal host is not followed', async () => {
  const inside = await startIssuer()
  issuer.answers.set('/jwks', (_, response) => response.writeHead(302, { location: `${inside.origin}/jwks` }).end())
  await expect(providerFetch(`${issuer.origin}/jwks`)).rejects.toThrow('redirects')
  expect(inside.requests).toEqual([])
  inside.close()
})
