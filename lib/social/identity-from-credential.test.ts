import { afterAll, expect, test } from 'vitest'
import { startIssuer } from '@/lib/testing/issuer'
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
