import { EncryptJWT } from 'jose'
import { encode } from 'next-auth/jwt'
import { expect, test } from 'vitest'
import { randomSecret } from '@/lib/encryption'
import { env } from '@/lib/env'
import { openSessionCookie, openSessionToken, sealSessionSecret, sessionCookieName } from './session-token'

const secret = randomSecret()
const salt = () => sessionCookieName()
const base64url = (text: string) => Buffer.from(text).toString('base64url')

function withHeader(token: string, header: object): string {
  return [base64url(JSON.stringify(header)), ...token.split('.').slice(1)].join('.')
}

test('a sealed secret is read back', async () => {
  expect(await openSessionToken(await sealSessionSecret(secret, 60))).toBe(secret)
})

test.each([
  ['another purpose', () => encode({ token: { sid: secret }, secret: env.AUTH_SECRET, salt: 'latchkey.state' })],
  ["next-auth's own session", () => encode({ token: { sub: 'x' }, secret: env.AUTH_SECRET, salt: salt() })],
  ['a session id of another form', () => encode({ token: { sid: '1' }, secret: env.AUTH_SECRET, salt: salt() })],
])('S-08 a token made for %s is nobody', async (_, make) => {
  expect(await openSessionToken(await make())).toBeNull()
})

const hostile: [string, (token: string) => string | Promise<string>][] = [
  ['altered', (token) => token.replace(/.(?=.{9}$)/, (letter) => (letter === 'A' ? 'B' : 'A'))],
  ['truncated', (token) => token.slice(0, -4)],
  ['empty', () => ''],
  ['no token', () => 'a.b.c.d.e'],
  ['oversized', (token) => token + 'A'.repeat(1e6)],
  ['made with an older secret', () => encode({ token: { sid: secret }, secret: 'x'.repeat(40), salt: salt() })],
  ['expired', () => encode({ token: { sid: secret }, secret: env.AUTH_SECRET, salt: salt(), maxAge: -60 })],
  ['compressed', (token) => withHeader(token, { alg: 'dir', enc: 'A256CBC-HS512', zip: 'DEF', kid: 'x' })],
  ['of another cipher', (token) => withHeader(token, { alg: 'dir', enc: 'A256GCM', kid: 'x' })],
  ['without encryption', () => `${base64url('{"alg":"none"}')}.${base64url(JSON.stringify({ sid: secret }))}.`],
  [
    'password-based with ten million rounds',
    (token) =>
      withHeader(token, { alg: 'PBES2-HS512+A256KW', enc: 'A256CBC-HS512', p2c: 10_000_000, p2s: 'AAAA', kid: 'x' }),
  ],
  [
    'encrypted with a key of its own',
    () =>
      new EncryptJWT({ sid: secret })
        .setProtectedHeader({ alg: 'dir', enc: 'A256CBC-HS512', kid: 'x' })
        .encrypt(new Uint8Array(64)),
  ],
]

test.each(hostile)('S-10 a token that is %s is nobody, in less than 50 ms', async (_, make) => {
  const token = await make(await sealSessionSecret(secret, 60))
  const startedAt = performance.now()
  expect(await openSessionToken(token)).toBeNull()
  expect(performance.now() - startedAt).toBeLessThan(50)
})

test('S-09 two cookies of our name are ambiguous, so neither counts', async () => {
  const [one, other] = [await sealSessionSecret(secret, 60), await sealSessionSecret(secret, 60)]
  const cookie = (value: string) => `${sessionCookieName()}=${value}`
  expect(await openSessionCookie(`a=1; ${cookie(one)}; b=2`)).toBe(secret)
  expect(await openSessionCookie(`${cookie(one)}; ${cookie(other)}`)).toBeNull()
  expect(await openSessionCookie(`${sessionCookieName()}2=${one}; x${cookie(one)}`)).toBeNull()
})

test('S-14 the cookie is far below the size where browsers drop it', async () => {
  expect((await sealSessionSecret(secret, 30 * 86_400)).length).toBeLessThan(600)
})
