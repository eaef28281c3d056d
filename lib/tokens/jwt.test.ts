import { createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { CompactEncrypt, importJWK } from 'jose'
import { beforeAll, expect, test } from 'vitest'
import { db } from '@/lib/db'
import { claimsOf, newTokens } from '@/lib/testing/api'
import { signJwt, verifyJwt } from './jwt'
import { forgetSigningKeys, getSigningKey, listPublicKeys, type SigningKey } from './signing-keys'

const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

let access: string
let key: SigningKey
let header: Record<string, unknown>
let claims: Record<string, unknown>

beforeAll(async () => {
  access = (await newTokens()).access
  key = await getSigningKey()
  header = { alg: key.algorithm, typ: 'JWT', kid: key.kid }
  claims = claimsOf(access)
})

/** Signs with our own key, whatever the header and claims say. */
function forge(changes: { header?: object; claims?: object }): string {
  const signed = `${encode({ ...header, ...changes.header })}.${encode({ ...claims, ...changes.claims })}`
  const signature = sign('sha256', Buffer.from(signed), { key: key.signWith, dsaEncoding: 'ieee-p1363' })
  return `${signed}.${signature.toString('base64url')}`
}

function expectRefused(token: string, reason = 'invalid') {
  return expect(verifyJwt(token)).rejects.toMatchObject({ code: 'token_not_valid', reason })
}

test('a token of ours is good, and so is one without typ', async () => {
  await expect(verifyJwt(access)).resolves.toMatchObject({ token_type: 'access', kid: key.kid })
  await expect(verifyJwt(forge({ header: { typ: undefined } }))).resolves.toHaveProperty('jti')
})

test.each(['none', 'None', 'NONE', 'nOnE', '', undefined])('T-01 alg %o is refused, signed or not', async (alg) => {
  const token = forge({ header: { alg } })
  await expectRefused(token)
  await expectRefused(`${token.slice(0, token.lastIndexOf('.'))}.`)
})

test('T-02 HS256 keyed with our public key is refused in every spelling of it', async () => {
  const [jwk] = await listPublicKeys()
  const pem = key.verifyWith.export({ type: 'spki', format: 'pem' }).toString()
  const der = key.verifyWith.export({ type: 'spki', format: 'der' })
  for (const secret of [pem, pem.trim(), ` ${pem}`, der, JSON.stringify(jwk), '']) {
    for (const kid of [key.kid, undefined]) {
      const signed = `${encode({ alg: 'HS256', typ: 'JWT', kid })}.${encode(claims)}`
      await expectRefused(`${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`)
    }
  }
})

test.each(['ES384', 'ES512', 'ES256K', 'RS256', 'PS256', 'EdDSA', 'es256'])('T-03 alg %s is refused', async (alg) => {
  await expectRefused(forge({ header: { alg } }))
})

test('T-03 a key of another curve, or of somebody else, is refused', async () => {
  for (const namedCurve of ['P-256', 'P-384', 'secp256k1']) {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve })
    const signed = access.slice(0, access.lastIndexOf('.'))
    const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' })
    await expectRefused(`${signed}.${signature.toString('base64url')}`)
  }
})

test('T-04 every other spelling of the signature is refused', async () => {
  const [head, payload, signature = ''] = access.split('.')
  const bytes = Buffer.from(signature, 'base64url')
  const der = sign('sha256', Buffer.from(`${head}.${payload}`), key.signWith).toString('base64url')
  const lastBits = signature.slice(0, -1) + String.fromCharCode(signature.charCodeAt(signature.length - 1) + 1)
  const spellings = ['', signature.slice(0, -1), `${signature}=`, `${signature}==`, `${signature}A`, der, lastBits]
  spellings.push(
    bytes.toString('base64'),
    bytes.toString('hex'),
    encode(Buffer.alloc(64).toString('latin1')),
    `!!${signature}`,
  )
  for (const spelling of spellings.filter((it) => it !== signature))
    await expectRefused(`${head}.${payload}.${spelling}`)
  await expectRefused(` ${access}`)
  await expectRefused(`${access}.${signature}`)
})

test('T-04 no single changed character is accepted', async () => {
  for (let index = 0; index < access.length; index += 3) {
    const other = access[index] === 'A' ? 'B' : 'A'
    await expectRefused(access.slice(0, index) + other + access.slice(index + 1))
  }
})

test('a token that is cut, doubled, or a megabyte long is refused', async () => {
  const [header, payload, signature] = access.split('.')
  const cut = [`${header}.${payload}`, `${header}.${payload}.`, `.${payload}.${signature}`, access.slice(0, -1)]
  const doubled = [access + access, `${access}.${access}`, `${access},${access}`]
  for (const token of [...cut, ...doubled, 'x'.repeat(1_000_000), `${header}.${'A'.repeat(1_000_000)}.${signature}`])
    await expectRefused(token)
})

test('T-05 an encrypted token, a PBES2 bomb and a nested token are refused within 50 ms', async () => {
  const plain = new TextEncoder().encode(JSON.stringify(claims))
  const jwk = key.verifyWith.export({ format: 'jwk' })
  const jwe = await new CompactEncrypt(plain)
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM' })
    .encrypt(await importJWK({ ...jwk, alg: 'ECDH-ES' }))
  const bomb = [
    encode({ alg: 'PBES2-HS256+A128KW', enc: 'A256GCM', p2c: 2 ** 31, p2s: 'x', zip: 'DEF' }),
    'a',
    'b',
    'c',
    'd',
  ]
  const startedAt = performance.now()
  for (const token of [jwe, bomb.join('.'), forge({ header: { cty: 'JWT' } }), forge({ header: { zip: 'DEF' } })]) {
    await expectRefused(token)
  }
  expect(performance.now() - startedAt).toBeLessThan(50)
})

test.each([
  { iss: 'http://localhost:3001' },
  { iss: undefined },
  { iss: 'http://localhost:3000/' },
  { aud: 'other' },
  { aud: undefined },
  { aud: ['http://localhost:3000'] },
])('T-06 %o is refused', async (changes) => {
  await expectRefused(forge({ claims: changes }))
})

const now = Math.floor(Date.now() / 1000)
test.each([
  [{ exp: undefined }, 'no_expiry'],
  [{ exp: now - 1 }, 'expired'],
  [{ exp: 0 }, 'expired'],
  [{ exp: -1 }, 'invalid'],
  [{ exp: String(now + 60) }, 'invalid'],
  [{ exp: 1e308 }, 'invalid'],
  [{ exp: null }, 'invalid'],
  [{ nbf: now + 60 }, 'invalid'],
  [{ nbf: 'soon' }, 'invalid'],
  [{ iat: now + 60 }, 'invalid'],
  [{ iat: undefined }, 'invalid'],
  [{ iat: '1' }, 'invalid'],
  [{ jti: undefined }, 'no_id'],
])('T-07 %o is refused', async (changes, reason) => {
  await expectRefused(forge({ claims: changes }), reason)
})

// Hosts that are not this machine, so that a call to them would be recorded (lib/testing/loopback-only.ts).
const foreignHeaders = [
  { kid: '../../../../dev/null' },
  { kid: "' OR 1=1 --" },
  { kid: 'x'.repeat(100_000) },
  { kid: randomUUID() },
  { kid: undefined },
  { kid: 7 },
  { jku: 'http://nowhere.invalid/keys' },
  { x5u: 'http://nowhere.invalid/cert' },
  { x5c: ['AAAA'] },
  { crit: ['exp'] },
  { b64: false, crit: ['b64'] },
]
test.each(foreignHeaders.map((it) => [JSON.stringify(it).slice(0, 40), it]))(
  'T-08 %s in the header is refused, and nobody is asked',
  async (_, it) => {
    await expectRefused(forge({ header: it as object }))
  },
)

test('T-08 a key that comes inside the token is not used', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const signed = `${encode({ ...header, jwk: publicKey.export({ format: 'jwk' }) })}.${encode(claims)}`
  const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  await expectRefused(`${signed}.${signature.toString('base64url')}`)
})

test('T-27 a key verifies what it signed until it expires, and not after', async () => {
  const token = await signJwt({ ...claims, exp: now + 3_600 }, new Date())
  await db.signingKey.update({
    where: { kid: key.kid ?? '' },
    data: { retiresAt: new Date(), expiresAt: new Date(Date.now() + 600_000) },
  })
  forgetSigningKeys()
  await expect(verifyJwt(token)).resolves.toHaveProperty('jti')
  expect((await getSigningKey()).kid).not.toBe(key.kid)
  await expect(verifyJwt(token, new Date(Date.now() + 700_000))).rejects.toMatchObject({ reason: 'invalid' })
})
