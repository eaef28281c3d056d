import { createHash } from 'node:crypto'
import { exportJWK, exportSPKI, type JWTPayload, SignJWT } from 'jose'
import { afterAll, expect, test } from 'vitest'
import { goodClaims, newSigningKey, signToken, startIssuer } from '@/lib/testing/issuer'
import { createProviderKeys } from './provider-keys'
import { verifyIdToken } from './verify-id-token'

const issuer = await startIssuer()
afterAll(issuer.close)

const ownKey = issuer.firstKey
const keys = createProviderKeys(`${issuer.origin}/jwks`)
const seconds = Math.floor(Date.now() / 1_000)

function verify(idToken: string, accessToken?: string) {
  return verifyIdToken({ idToken, accessToken, provider: issuer.provider, keys })
}

async function verifyClaims(changes: JWTPayload, accessToken?: string) {
  return verify(await signToken(goodClaims(issuer.origin, changes), ownKey), accessToken)
}

function halfHash(text: string): string {
  return createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url')
}

test('a good id_token tells who the person is', async () => {
  const claims = await verifyClaims({ hd: 'example.com', locale: 'ko', auth_time: seconds })
  expect(claims).toEqual({
    ...{ sub: 'subject-1', email: 'mina@gmail.com', isEmailVerified: true, hd: 'example.com' },
    ...{ name: 'Mina', locale: 'ko', authTime: seconds },
  })
})

test('O-01 an id_token signed by another key with a known kid is refused', async () => {
  const stranger = { ...(await newSigningKey('stranger')), kid: ownKey.kid }
  await expect(verify(await signToken(goodClaims(issuer.origin), stranger))).rejects.toThrow('signature')
})

test.each(['at+jwt', 'application/at+jwt', 'logout+jwt', 'secevent+jwt'])(
  'O-03 what the provider signed as %s is no id_token',
  async (typ) => {
    const token = await signToken(goodClaims(issuer.origin), ownKey, { alg: 'RS256', typ })
    await expect(verify(token)).rejects.toThrow('another type')
  },
)

test.each(['JWT', 'application/jwt'])('an id_token may call itself %s', async (typ) => {
  const token = await signToken(goodClaims(issuer.origin), ownKey, { alg: 'RS256', typ })
  await expect(verify(token)).resolves.toHaveProperty('sub', 'subject-1')
})

test('O-03 a token that tells of an event is no id_token', async () => {
  const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }
  await expect(verifyClaims({ events })).rejects.toThrow('events')
})

test('O-22 an id_token of a sign-in that is yet to come is refused', async () => {
  await expect(verifyClaims({ auth_time: seconds + 120 })).rejects.toThrow('auth_time')
  await expect(verifyClaims({ auth_time: seconds + 10 })).resolves.toHaveProperty('authTime', seconds + 10)
})

test('O-02 an unsigned id_token is refused', async () => {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  await expect(verify(`${encode({ alg: 'none' })}.${encode(goodClaims(issuer.origin))}.`)).rejects.toThrow()
})

test.each([
  ['the public key', async () => Buffer.from(await exportSPKI(ownKey.publicKey))],
  ['the client secret', async () => Buffer.from(issuer.provider.readSecret().padEnd(32, '!'))],
  ['the public key as JSON', async () => Buffer.from(JSON.stringify(await exportJWK(ownKey.publicKey)))],
])('O-02 an id_token signed with HS256 and %s is refused', async (_, findSecret) => {
  const token = new SignJWT(goodClaims(issuer.origin)).setProtectedHeader({ alg: 'HS256', kid: ownKey.kid })
  await expect(verify(await token.sign(await findSecret()))).rejects.toThrow('alg')
})

test('O-02 an id_token that names ES256 for an RSA key is refused', async () => {
  const elliptic = { ...(await newSigningKey('elliptic', 'ES256')), kid: ownKey.kid }
  await expect(verify(await signToken(goodClaims(issuer.origin), elliptic, { alg: 'ES256' }))).rejects.toThrow()
})

test('O-02 an id_token with an unknown critical header is refused', async () => {
  const token = await signToken(goodClaims(issuer.origin), ownKey)
  const [, payload, signature] = token.split('.')
  const header = Buffer.from(JSON.stringify({ alg: 'RS256', kid: ownKey.kid, crit: ['exp2'], exp2: 1 }))
  await expect(verify(`${header.toString('base64url')}.${payload}.${signature}`)).rejects.toThrow('exp2')
})

test.each<[string, JWTPayload]>([
  ['another issuer', { iss: 'https://accounts.example' }],
  ['no issuer', { iss: undefined }],
  ['another audience', { aud: 'their-client' }],
  ['no audience', { aud: undefined }],
  ['several audiences and no azp', { aud: ['our-client', 'their-client'] }],
  ['an azp that is not ours', { azp: 'their-client' }],
  ['an azp that is not ours among several audiences', { aud: ['our-client', 'their-client'], azp: 'their-client' }],
  ['an end in the past', { exp: seconds - 60 }],
  ['no end', { exp: undefined }],
  ['a start in the future', { iat: seconds + 120 }],
  ['a start long ago', { iat: seconds - 3_600 }],
  ['no start', { iat: undefined }],
  ['no nonce', { nonce: undefined }],
  ['an empty nonce', { nonce: '' }],
])('O-03 an id_token with %s is refused', async (_, changes) => {
  await expect(verifyClaims(changes)).rejects.toThrow()
})

const withNativeApps = { ...issuer.provider, nativeClientIds: ['our-ios-app', 'our-android-app'] }

test.each<[string, JWTPayload]>([
  ['for the first app', { aud: 'our-ios-app', azp: 'our-ios-app' }],
  ['for the second app', { aud: 'our-android-app' }],
  ['that the second app got for the site', { aud: 'our-client', azp: 'our-android-app' }],
  ['for the site', { aud: 'our-client', azp: 'our-client' }],
])('an id_token %s is for us, where the owner named two native apps', async (_, changes) => {
  const idToken = await signToken(goodClaims(issuer.origin, changes), ownKey)
  await expect(verifyIdToken({ idToken, provider: withNativeApps, keys })).resolves.toMatchObject({ sub: 'subject-1' })
})

test.each<[string, JWTPayload]>([
  ['for a third app', { aud: 'their-app', azp: 'their-app' }],
  ['that a third app got for ours', { aud: 'our-ios-app', azp: 'their-app' }],
  ['for ours and a third app alike', { aud: ['our-ios-app', 'their-app'] }],
])('O-03 an id_token %s is refused, though the owner named two native apps', async (_, changes) => {
  const idToken = await signToken(goodClaims(issuer.origin, changes), ownKey)
  await expect(verifyIdToken({ idToken, provider: withNativeApps, keys })).rejects.toThrow(/aud|azp/)
})

test('O-03 a native app is ours only where the owner named it', async () => {
  await expect(verifyClaims({ aud: 'our-ios-app' })).rejects.toThrow('aud')
})

test('O-03 an access token that does not match at_hash is refused', async () => {
  await expect(verifyClaims({ at_hash: halfHash('theirs') }, 'ours')).rejects.toThrow('at_hash')
  await expect(verifyClaims({ at_hash: halfHash('ours') }, 'ours')).resolves.toMatchObject({ sub: 'subject-1' })
})

test.each<[string, unknown]>([
  ['missing', undefined],
  ['null', null],
  ['a number', 0],
  ['empty', ''],
  ['300 characters long', 'x'.repeat(300)],
  ['an object', { id: 1 }],
  ['cut by U+0000', 'subject-1\u0000'],
  ['the word undefined', 'undefined'],
  ['the word null', 'null'],
])('O-12 an id_token whose sub is %s is refused', async (_, sub) => {
  // A provider may put anything there, whatever the type says.
  const claims: Record<string, unknown> = { ...goodClaims(issuer.origin), sub }
  await expect(verify(await signToken(claims, ownKey))).rejects.toThrow()
})

test('O-12 an id_token longer than 16 KB is refused unread', async () => {
  await expect(verifyClaims({ name: 'x'.repeat(20_000) })).rejects.toThrow('too long')
})

test.each([false, 'false', 'true', 1, null, undefined])('O-14 email_verified %o is not verified', async (value) => {
  const claims = await verifyClaims({ email_verified: value })
  expect(claims.isEmailVerified).toBe(false)
})

test('a text with U+0000 is refused', async () => {
  await expect(verifyClaims({ email: 'mina\u0000@gmail.com' })).rejects.toThrow()
  await expect(verifyClaims({ name: 'Mi\u0000na' })).rejects.toThrow()
})
