import { createLocalJWKSet, jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { newTokens } from '@/lib/testing/api'
import { createFirstSigningKey } from './signing-key-store'
import { getSigningKey, listPublicKeys } from './signing-keys'

test('of many processes that need the first key at once, one makes it', async () => {
  const activeFrom = new Date()
  const keys = Array.from({ length: 20 }, (_, index) => `race-${index}`)
  const input = { algorithm: 'RS256', publicJwk: '{}', privateKey: 'sealed', activeFrom }
  await Promise.all(keys.map((kid) => createFirstSigningKey({ ...input, kid })))
  expect(await db.signingKey.count({ where: { algorithm: 'RS256' } })).toBe(1)
  await db.signingKey.deleteMany({})
})

test('the private part is stored encrypted and never published', async () => {
  const { kid } = await getSigningKey()
  const row = await db.signingKey.findUniqueOrThrow({ where: { kid: kid ?? '' } })
  expect(row.privateKey).toMatch(/^v1\./)
  expect(row.privateKey).not.toContain('"d"')
  const published = await listPublicKeys()
  expect(published).toMatchObject([{ kid, alg: 'ES256', use: 'sig', kty: 'EC', crv: 'P-256' }])
  expect(published[0]).not.toHaveProperty('d')
})

test('others verify our tokens by the published keys', async () => {
  const { access, user } = await newTokens()
  const keySet = createLocalJWKSet({ keys: await listPublicKeys() })
  const options = { issuer: 'http://localhost:3000', audience: 'http://localhost:3000', algorithms: ['ES256'] }
  const { payload } = await jwtVerify(access, keySet, options)
  expect(payload.sub).toBe(user.id)
})
