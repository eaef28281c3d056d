import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { beforeAll, expect, test, vi } from 'vitest'
import { callApi, newPerson, TEST_PASSWORD } from '@/lib/testing/api'
import { getSigningKey } from './signing-keys'
import { answersOfDoors } from './token-doors.fixture'

vi.hoisted(() => {
  process.env.TOKEN_ALGORITHM = 'RS256'
})

const OURS = 'http://localhost:3000'
const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
const partOf = (token: string, index: number) =>
  JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString())
const publishedKeys = async () => (await callApi('/.well-known/jwks.json', { method: 'GET' })).body

let person: Awaited<ReturnType<typeof newPerson>>
let pair: { access: string; refresh: string }
let kid: string

beforeAll(async () => {
  person = await newPerson()
  const obtained = await callApi('/accounts/token/', { body: { email: person.email, password: TEST_PASSWORD } })
  pair = obtained.body
  kid = partOf(pair.access, 0).kid
})

/** The claims of a good token under another header and signature. */
function forge(header: object, makeSignature: (signed: string) => Buffer): string {
  const signed = `${encode({ typ: 'JWT', kid, ...header })}.${pair.access.split('.')[1]}`
  return `${signed}.${makeSignature(signed).toString('base64url')}`
}

const refused = { verify: false, bearer: false }

test('a pair signed with RS256 is taken by verify, by the Bearer guard and by refresh', async () => {
  expect(partOf(pair.access, 0)).toEqual({ alg: 'RS256', typ: 'JWT', kid })
  expect((await callApi('/accounts/token/verify/', { body: { token: pair.access } })).status).toBe(200)
  const headers = { authorization: `Bearer ${pair.access}` }
  expect((await callApi('/accounts/me/', { method: 'GET', headers })).body.id).toBe(person.number)
  const refreshed = await callApi('/accounts/token/refresh/', { body: { refresh: pair.refresh } })
  expect(partOf(refreshed.body.access, 0)).toEqual({ alg: 'RS256', typ: 'JWT', kid })
})

test('the key set publishes the public part alone, as an RSA key for RS256', async () => {
  const { keys } = await publishedKeys()
  expect(keys).toEqual([{ kty: 'RSA', alg: 'RS256', use: 'sig', kid, n: expect.any(String), e: 'AQAB' }])
})

test('others verify our tokens by the published key, and nothing that was altered', async () => {
  const keySet = createLocalJWKSet(await publishedKeys())
  const options = { issuer: OURS, audience: OURS, algorithms: ['RS256'] }
  const { payload } = await jwtVerify(pair.access, keySet, options)
  expect(payload).toMatchObject({ sub: person.id, token_type: 'access' })
  const [header, , signature] = pair.access.split('.')
  const altered = [header, encode({ ...payload, user_id: '0' }), signature].join('.')
  await expect(jwtVerify(altered, keySet, options)).rejects.toMatchObject({
    code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
  })
})

test('T-03 ES256 under the kid of the RSA key is refused, whatever it is signed with', async () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const byCurve = (signed: string) =>
    sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  expect(await answersOfDoors(forge({ alg: 'ES256' }, byCurve), new Date())).toEqual(refused)
  const { signWith } = await getSigningKey()
  const byRsa = (signed: string) => sign('sha256', Buffer.from(signed), signWith)
  expect(await answersOfDoors(forge({ alg: 'RS256' }, byRsa), new Date())).toEqual({ verify: true, bearer: true })
  expect(await answersOfDoors(forge({ alg: 'ES256' }, byRsa), new Date())).toEqual(refused)
})

test('T-02 HS256 keyed with the public RSA key is refused', async () => {
  const { keys } = await publishedKeys()
  const pem = createPublicKey({ key: keys[0], format: 'jwk' }).export({ type: 'spki', format: 'pem' })
  for (const secret of [pem, JSON.stringify(keys[0])]) {
    const byPublicKey = (signed: string) => createHmac('sha256', secret).update(signed).digest()
    expect(await answersOfDoors(forge({ alg: 'HS256' }, byPublicKey), new Date())).toEqual(refused)
  }
})

test('T-03 RS256 by the key of somebody else is refused', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const byStranger = (signed: string) => sign('sha256', Buffer.from(signed), privateKey)
  expect(await answersOfDoors(forge({ alg: 'RS256' }, byStranger), new Date())).toEqual(refused)
})
