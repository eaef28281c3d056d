import { createLocalJWKSet, jwtVerify } from 'jose'
import { Client, type QueryConfig } from 'pg'
import { expect, test, vi } from 'vitest'
import { db, pool } from '@/lib/db'
import { newTokens } from '@/lib/testing/api'
import { createFirstSigningKey, KEY_LOCK } from './signing-key-store'
import { findVerificationKey, forgetSigningKeys, getSigningKey, listPublicKeys } from './signing-keys'

const WAITING_SQL = `
  SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
     AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`

test('of many processes that need the first key at once, one makes it', async () => {
  const activeFrom = new Date()
  const keys = Array.from({ length: 20 }, (_, index) => `race-${index}`)
  const input = { algorithm: 'RS256', publicJwk: '{}', privateKey: 'sealed', activeFrom }
  await Promise.all(keys.map((kid) => createFirstSigningKey({ ...input, kid })))
  expect(await db.signingKey.count({ where: { algorithm: 'RS256' } })).toBe(1)
  await db.signingKey.deleteMany({})
})

test('the first key is found by who made it, also while another request reads the keys from before', async () => {
  const lock = new Client({ connectionString: process.env.DATABASE_URL })
  await lock.connect()
  await lock.query('SELECT pg_advisory_lock($1::bigint)', [KEY_LOCK])
  forgetSigningKeys()
  const signing = getSigningKey()
  await vi.waitFor(async () => expect((await lock.query(WAITING_SQL)).rowCount).toBe(1), { timeout: 5_000 })

  let arrive = () => {}
  const isLate = new Promise<void>((resolve) => {
    arrive = resolve
  })
  const query = pool.query.bind(pool)
  vi.spyOn(pool, 'query').mockImplementationOnce((async (config: QueryConfig) => {
    const result = await query(config)
    await isLate
    return result
  }) as never)
  forgetSigningKeys()
  const reading = findVerificationKey('of a stranger', new Date())
  await lock.end()
  await vi.waitFor(async () => expect(await db.signingKey.count()).toBe(1), { timeout: 5_000 })
  setTimeout(arrive, 100)
  expect((await signing).kid).toBe((await db.signingKey.findFirstOrThrow({})).kid)
  expect(await reading).toBeNull()
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
