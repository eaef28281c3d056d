import { randomUUID } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { testClient as client } from '@/lib/testing/api'
import { listFailures } from './list-failures'
import { ProviderFault } from './provider-fault'
import { recordProviderFailure } from './record-provider-failure'

const { secret } = vi.hoisted(() => {
  const keys = { AUTH_GOOGLE_ID: 'ours', AUTH_GOOGLE_SECRET: 'a+secret/of=Google' }
  Object.assign(process.env, keys)
  return { secret: keys.AUTH_GOOGLE_SECRET }
})

const fail = (reason: string, cause: unknown) =>
  recordProviderFailure(new AppError('provider_failed', { reason, cause }), { provider: 'google', client })

test('a failure is found by its id, as it was read out', async () => {
  const incident = await fail('discovery_refused', new ProviderFault('other_issuer', { issuer: 'a', given: 'b' }))
  expect(incident).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
  const spelled = ` ${incident.toLowerCase().replace('-', ' ')} `
  expect(await listFailures(spelled)).toMatchObject([
    {
      incident,
      provider: 'google',
      reason: 'discovery_refused',
      fault: 'other_issuer',
      values: { issuer: 'a', given: 'b' },
    },
  ])
})

test('what a token endpoint says of our client is named', async () => {
  const incident = await fail('exchange_refused', Object.assign(new Error('refused'), { error: 'invalid_client' }))
  expect(await listFailures(incident)).toMatchObject([{ fault: 'client_refused', cause: 'refused' }])
})

test('without an id the latest come first, and an unknown id finds none', async () => {
  const first = await fail('unknown_attempt', undefined)
  const second = await fail('id_token_refused', new Error('unexpected "aud" claim value'))
  const listed = (await listFailures()).map(({ incident }) => incident)
  expect(listed.indexOf(second)).toBeLessThan(listed.indexOf(first))
  expect(await listFailures(randomUUID())).toEqual([])
})

test('a foreign endpoint that was noted without its origin has one', async () => {
  const url = 'https://api.acme.test/me'
  const incident = await fail('discovery_refused', new ProviderFault('foreign_endpoint', { endpoint: 'jwks_uri', url }))
  expect(await listFailures(incident)).toMatchObject([{ values: { url, origin: 'https://api.acme.test' } }])
})

test.each([
  ['what was said', new Error(`401 for {"client_secret":"${secret}"}`)],
  ['what an address holds', new Error(`https://google.test/?client_secret=${encodeURIComponent(secret)}`)],
  ['what fills the text of a fault', new ProviderFault('redirects', { url: `https://google.test/${secret}` })],
])('the secret is masked in %s', async (_, cause) => {
  const incident = await fail('exchange_refused', cause)
  const { data } = await db.auditEvent.findFirstOrThrow({ where: { data: { path: ['incident'], equals: incident } } })
  const kept = decodeURIComponent(JSON.stringify(data))
  expect(kept).toContain('…')
  expect(kept).not.toContain(secret)
})
