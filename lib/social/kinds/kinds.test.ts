import { afterAll, expect, test } from 'vitest'
import { goodClaims, signToken, startIssuer } from '@/lib/testing/issuer'
import { identityFromTokens, meetProvider } from '../meet-provider'
import type { ProviderKind } from '../provider-settings'
import { providerOf } from '../providers'

const issuer = await startIssuer()
afterAll(issuer.close)

const tell = (path: string, body: unknown) =>
  issuer.answers.set(
    path,
    issuer.json(() => body),
  )

function providerAt(kind: ProviderKind) {
  const keys = {
    clientId: 'our-client',
    readSecret: () => 'secret',
    nativeClientIds: [],
    appId: '4711',
    keepsTokens: false,
  }
  const place = { id: kind, kind, name: kind, issuer: issuer.origin, source: 'environment', isEnabled: true } as const
  return providerOf({ ...keys, ...place })
}

/** Who comes from a provider that says this; what it says nothing about, it says as it does of everybody. */
async function comeFrom(kind: ProviderKind, said: { claims?: object; user?: object; emails?: unknown } = {}) {
  tell('/api/v3/user', { id: 7, login: 'mina', ...said.user })
  tell('/api/v3/user/emails', said.emails ?? [])
  tell('/v2/user/me', { id: 7, ...said.user })
  tell('/v1/nid/me', { resultcode: '00', response: { id: '7', ...said.user } })
  const claims: Record<string, unknown> = { ...goodClaims(issuer.origin), sub: '7', ...said.claims }
  const idToken = await signToken(claims, issuer.firstKey)
  const met = await meetProvider(providerAt(kind))
  return (await identityFromTokens({ idToken, accessToken: 'a token', nonce: 'nonce' }, met)).identity
}

const kinds = ['google', 'openid', 'kakao', 'github', 'naver'] as const
/** Under which name each says who it is. */
const saying = (kind: ProviderKind, subject: unknown) =>
  ['github', 'naver'].includes(kind) ? { user: { id: subject } } : { claims: { sub: subject } }

const nobodies: [string, unknown][] = [
  ['missing', undefined],
  ['null', null],
  ['zero', 0],
  ['the word undefined', 'undefined'],
  ['the word null', 'null'],
  ['empty', ''],
  ['300 characters long', 'x'.repeat(300)],
  ['huge', 'x'.repeat(100_000)],
  ['a number of 300 digits', Number('9'.repeat(300))],
  ['cut by U+0000', '7\u0000'],
  ['an object', { id: 7 }],
]

for (const kind of kinds) {
  test.each(nobodies)(`O-12 at ${kind} somebody whose subject is %s is nobody`, async (_, subject) => {
    await expect(comeFrom(kind, saying(kind, subject))).rejects.toMatchObject({ code: 'provider_failed' })
  })

  test(`at ${kind} somebody with a subject is somebody`, async () => {
    expect(await comeFrom(kind)).toMatchObject({ provider: kind, subject: '7' })
  })
}

test.each(nobodies)(
  'O-12 at kakao somebody whom its API numbers %s is nobody, whatever the id_token says',
  async (_, id) => {
    await expect(comeFrom('kakao', { user: { id } })).rejects.toMatchObject({ code: 'provider_failed' })
  },
)

test('at kakao the user must be the one of the id_token', async () => {
  const other = comeFrom('kakao', { user: { id: 8 } })
  await expect(other).rejects.toMatchObject({ reason: 'userinfo_of_another_subject' })
})

test.each([
  [{ is_email_valid: true, is_email_verified: true }, true],
  [{ is_email_valid: false, is_email_verified: true }, false],
  [{ is_email_valid: true, is_email_verified: false }, false],
  [{ is_email_valid: 'true', is_email_verified: true }, false],
  [{ is_email_valid: true, is_email_verified: 1 }, false],
  [{ is_email_verified: true }, false],
  [{ is_email_valid: true }, false],
  [{}, false],
])('O-26 an address of which kakao says %o is verified: %s', async (words, isEmailVerified) => {
  const identity = await comeFrom('kakao', { user: { kakao_account: { email: 'mina@kakao.example', ...words } } })
  expect(identity).toMatchObject({ email: 'mina@kakao.example', isEmailVerified, isAuthoritative: false })
})

test('O-26 what kakao’s id_token says of an address counts for nothing', async () => {
  const claims = { email: 'mina@kakao.example', email_verified: true }
  expect(await comeFrom('kakao', { claims })).toMatchObject({ email: null, isEmailVerified: false })
})

const listed = (email: string, primary: boolean, verified: unknown) => ({ email, primary, verified })

test.each<[string, unknown[], object]>([
  [
    'an unverified primary one before a verified one',
    [listed('first@gh.example', true, false), listed('second@gh.example', false, true)],
    { email: 'first@gh.example', isEmailVerified: false },
  ],
  [
    'a verified one before an unverified primary one',
    [listed('second@gh.example', false, true), listed('first@gh.example', true, false)],
    { email: 'first@gh.example', isEmailVerified: false },
  ],
  [
    'an unverified one before a verified primary one',
    [listed('second@gh.example', false, false), listed('first@gh.example', true, true)],
    { email: 'first@gh.example', isEmailVerified: true },
  ],
  ['one that is called "true"', [listed('a@gh.example', true, 'true')], { isEmailVerified: false }],
  ['one without a word on it', [{ email: 'a@gh.example', primary: true }], { isEmailVerified: false }],
  ['none', [], { email: null, isEmailVerified: false }],
])('O-26 of github’s list it is the primary address that counts: %s', async (_, emails, expected) => {
  const user = { email: 'shown@gh.example' }
  expect(await comeFrom('github', { user, emails })).toMatchObject({ ...expected, isAuthoritative: false })
})

test('O-26 naver’s address is never verified', async () => {
  const identity = await comeFrom('naver', { user: { email: 'mina@naver.com', email_verified: true } })
  expect(identity).toMatchObject({ email: 'mina@naver.com', isEmailVerified: false, isAuthoritative: false })
})

test.each<[string, object, boolean]>([
  ['at gmail.com', { email: 'mina@gmail.com' }, true],
  ['at gmail.com, unverified', { email: 'mina@gmail.com', email_verified: false }, false],
  ['at the domain that manages it', { email: 'mina@work.example', hd: 'work.example' }, true],
  ['at that domain, which is named in capitals', { email: 'mina@work.example', hd: 'WORK.example' }, true],
  ['at that domain, unverified', { email: 'mina@work.example', hd: 'work.example', email_verified: false }, false],
  ['at another domain', { email: 'mina@else.example', hd: 'work.example' }, false],
  ['below that domain', { email: 'mina@sub.work.example', hd: 'work.example' }, false],
  ['at one that ends alike', { email: 'mina@notwork.example', hd: 'work.example' }, false],
  ['at a domain that nobody manages', { email: 'mina@work.example' }, false],
  ['with an empty hd', { email: 'mina@work.example', hd: '' }, false],
  ['that ends like gmail.com', { email: 'mina@notgmail.com' }, false],
])('O-15 google decides over an address %s: %s', async (_, claims, isAuthoritative) => {
  expect(await comeFrom('google', { claims: { email_verified: true, ...claims } })).toMatchObject({ isAuthoritative })
})

test('O-15 no other provider decides over an address, whatever hd says', async () => {
  const claims = { email: 'mina@work.example', email_verified: true, hd: 'work.example' }
  expect(await comeFrom('openid', { claims })).toMatchObject({ isEmailVerified: true, isAuthoritative: false })
})

test.each([
  [
    'google',
    { prompt: 'select_account', max_age: '0', claims: expect.stringContaining('"auth_time":{"essential":true}') },
  ],
  ['openid', { prompt: 'login', max_age: '0' }],
  ['kakao', { prompt: 'login' }],
  ['github', null],
  ['naver', null],
] as const)('to confirm who one is, %s is asked for a fresh sign-in, where it can prove one', (kind, parameters) => {
  expect(providerAt(kind).freshSignInParameters).toEqual(parameters)
})
