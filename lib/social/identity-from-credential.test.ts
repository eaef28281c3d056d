import { afterAll, expect, test } from 'vitest'
import { goodClaims, newSigningKey, signToken, startIssuer } from '@/lib/testing/issuer'
import { identityFromCredential } from './identity-from-credential'

const issuer = await startIssuer()
afterAll(issuer.close)
// The one that asks for it has proved whose token it is.
const provider = { ...issuer.provider, assertIssuedToUs: async () => {} }

async function identityOf(userInfo: object) {
  issuer.answers.set(
    '/userinfo',
    issuer.json(() => ({ sub: 'subject-1', email: 'mina@gmail.com', ...userInfo })),
  )
  const { identity } = await identityFromCredential({ accessToken: 'of a client' }, provider)
  return identity
}

test.each([
  [{ email_verified: true }, true],
  [{ verified_email: true }, true],
  [{ email_verified: 'true' }, false],
  [{ verified_email: 'true' }, false],
  [{ email_verified: 1 }, false],
  [{ email_verified: false, verified_email: true }, false],
  [{}, false],
])('O-14 of a user who is told by %o the address is verified: %s', async (userInfo, isEmailVerified) => {
  expect(await identityOf(userInfo)).toMatchObject({ email: 'mina@gmail.com', isEmailVerified })
})

test.each([{ sub: '' }, { sub: null }, { sub: 'x'.repeat(300) }, { sub: 'a\u0000b' }])(
  'O-12 %o is nobody',
  async (userInfo) => {
    await expect(identityOf(userInfo)).rejects.toMatchObject({ code: 'provider_failed' })
  },
)

test('a code that is traded for an id_token is believed by that alone, once it was verified', async () => {
  const claims = goodClaims(issuer.origin, { sub: 'by-code', nonce: undefined })
  const trade = async (key = issuer.firstKey) => {
    const id_token = await signToken(claims, key)
    issuer.answers.set(
      '/token',
      issuer.json(() => ({ access_token: 'an access token', id_token })),
    )
    return identityFromCredential({ code: 'a code' }, issuer.provider)
  }
  issuer.answers.delete('/userinfo')
  expect((await trade()).identity).toMatchObject({ subject: 'by-code', email: 'mina@gmail.com' })
  const another = await newSigningKey('first')
  await expect(trade(another)).rejects.toMatchObject({ reason: 'id_token_refused' })
})
