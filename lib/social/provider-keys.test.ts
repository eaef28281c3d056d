import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { goodClaims, newSigningKey, signToken, startIssuer } from '@/lib/testing/issuer'
import { createProviderKeys } from './provider-keys'
import { verifyIdToken } from './verify-id-token'

let issuer: Awaited<ReturnType<typeof startIssuer>>
afterEach(() => issuer.close())

async function newIssuer() {
  issuer = await startIssuer()
  const keys = createProviderKeys(`${issuer.origin}/jwks`)
  const verifyWith = async (key: Awaited<ReturnType<typeof newSigningKey>>) => {
    const idToken = await signToken(goodClaims(issuer.origin), key)
    return verifyIdToken({ idToken, provider: issuer.provider, keys })
  }
  return { verifyWith, first: issuer.firstKey }
}

test('O-09 a flood of invented kids fetches the keys once more, not once each', async () => {
  const { verifyWith, first } = await newIssuer()
  await verifyWith(first)
  expect(issuer.requests).toHaveLength(1)
  for (let count = 0; count < 20; count += 1)
    await expect(verifyWith({ ...first, kid: `invented-${count}` })).rejects.toThrow()
  expect(issuer.requests).toHaveLength(2)
})

test.each([
  ['were never fetched', 0],
  ['were fetched before', 1],
])(
  'O-09 while the keys cannot be fetched, and %s, a flood of invented kids asks once in two seconds',
  async (_, fetched) => {
    const { verifyWith, first } = await newIssuer()
    if (fetched > 0) await verifyWith(first)
    const keys = issuer.answers.get('/jwks')
    issuer.answers.set('/jwks', (_, response) => response.writeHead(503).end())
    const refused: Promise<string>[] = []
    for (let count = 0; count < 60; count += 1) {
      const attempt = verifyWith({ ...first, kid: `invented-${count}` })
      refused.push(attempt.then(String, () => 'refused'))
      await sleep(50)
    }
    expect(new Set(await Promise.all(refused))).toEqual(new Set(['refused']))
    expect(issuer.requests.length - fetched).toBeGreaterThan(1)
    expect(issuer.requests.length - fetched).toBeLessThanOrEqual(4)
    if (keys) issuer.answers.set('/jwks', keys)
    await expect(verifyWith(first)).resolves.toMatchObject({ sub: 'subject-1' })
  },
)

test('O-10 a key rotated just before signing works, and the old one no longer', async () => {
  const { verifyWith, first } = await newIssuer()
  await verifyWith(first)
  const second = await newSigningKey('second')
  issuer.keys.splice(0, 1, second)
  await expect(verifyWith(second)).resolves.toMatchObject({ sub: 'subject-1' })
  await expect(verifyWith(first)).rejects.toThrow()
})

test('O-10 all who sign in at once with a key rotated just now are recognised, by one fetch', async () => {
  const { verifyWith, first } = await newIssuer()
  await verifyWith(first)
  const second = await newSigningKey('second')
  issuer.keys.splice(0, 1, second)
  const arrivals = await Promise.all(Array.from({ length: 20 }, () => verifyWith(second)))
  expect(arrivals).toHaveLength(20)
  expect(issuer.requests).toHaveLength(2)
})

test('O-10 keys that could not be fetched just then are found by the next who comes', async () => {
  const { verifyWith, first } = await newIssuer()
  await verifyWith(first)
  const second = await newSigningKey('second')
  issuer.keys.splice(0, 1, second)
  const keys = issuer.answers.get('/jwks')
  issuer.answers.set('/jwks', (_, response) => response.writeHead(503).end())
  await expect(verifyWith(second)).rejects.toThrow()
  if (keys) issuer.answers.set('/jwks', keys)
  await expect(verifyWith(second)).resolves.toMatchObject({ sub: 'subject-1' })
})

test.each([302, 307])('O-17 keys that a %i leads to are neither fetched nor believed', async (status) => {
  const { verifyWith, first } = await newIssuer()
  const keys = issuer.answers.get('/jwks')
  if (keys) issuer.answers.set('/internal', keys)
  issuer.answers.set('/jwks', (_, response) => response.writeHead(status, { location: '/internal' }).end())
  await expect(verifyWith(first)).rejects.toThrow('redirects')
  expect(issuer.requests).toEqual(['/jwks'])
})
