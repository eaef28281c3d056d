import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { db } from '@/lib/db'
import { hashSecret, randomSecret } from '@/lib/encryption'
import { startBrowserSession } from '@/lib/sessions/start-session'
import { linkWithPassword } from '@/lib/social/link-with-password'
import { proveAddress as proveAddressByCode } from '@/lib/social/prove-address'
import { callApi, newPerson, newTokens, TEST_PASSWORD as password, testClient } from '@/lib/testing/api'
import { goodClaims, newSigningKey, signToken } from '@/lib/testing/issuer'
import { proveAddress } from './add-address'
import { confirmEmail, confirmEmailByCode } from './confirm-email'
import { takeHandOff } from './hand-off'
import { createOneTimeToken, type TokenPurpose } from './one-time-token-store'
import { resetPassword } from './reset-password'
import { signInByCode } from './sign-in-by-code'
import { undoChange } from './undo-change'
import { undoDeletion } from './undo-deletion'

vi.hoisted(() => {
  process.env.SIGN_IN_BY_CODE = 'on'
})

beforeEach(() => db.limit.deleteMany())

const newPassword = 'copper lantern seventeen'
const code = '123456'

/** Every door that takes a secret, with the purpose it is for. */
const openers: Record<TokenPurpose, (secret: string, user: Person) => Promise<unknown>> = {
  confirm_email: (token) => confirmEmail({ token, password }, testClient),
  confirm_code: (secret) => confirmEmailByCode({ code, signUpSecret: secret }, testClient),
  sign_in_code: (secret) => signInByCode({ code, codeSecret: secret, isKept: false }, testClient),
  link_identity: (pendingToken) => linkWithPassword({ pendingToken, password, locale: 'en' }, testClient),
  prove_address: (codeSecret) =>
    proveAddressByCode({ pendingToken: codeSecret, code, codeSecret, locale: 'en' }, testClient),
  reset_password: (token) => resetPassword({ token, newPassword, locale: 'en' }, testClient),
  add_address: (token, user) => proveAddress({ user, token, locale: 'en' }, testClient),
  undo: (token) => undoChange({ token, locale: 'en' }, testClient),
  undo_deletion: (token) => undoDeletion({ token }, testClient),
  hand_off: (code) => takeHandOff(code, testClient),
}
const purposes = Object.keys(openers) as TokenPurpose[]
const doors = purposes.map((purpose) => [purpose, openers[purpose]] as const)

type Person = { id: string; email: string; locale: string }

/** A token with whatever any of the doors may look for in it. */
async function newToken(purpose: TokenPurpose) {
  const { id: userId, email, passwordHash } = await newPerson()
  const [secret, subject] = [randomSecret(), randomUUID()]
  const browserHash = hashSecret(secret)
  const confirmation = { email, name: 'Minji', passwordHash, browserHash, isByApi: true }
  const others = { isMain: true, act: 'password', provider: 'google', subject, userId, tries: 0 }
  const data = { ...confirmation, ...others, codeHash: '0'.repeat(64) }
  const expiresAt = new Date(Date.now() + 60_000)
  await createOneTimeToken(db, { purpose, userId, secret, data, expiresAt })
  return { secret, user: { id: userId, email, locale: 'en' } }
}

const refusals = ['token_invalid', 'validation_failed']
const codeOf = (attempt: Promise<unknown>) => attempt.then(() => 'let in').catch(({ code: refusal }) => refusal)

describe.each(doors)('what is for %s', (purpose) => {
  const others = doors.filter(([other]) => other !== purpose)
  test.each(others)('R-13 is nothing where %s is asked for, and stays good for its own', async (_, open) => {
    const { secret, user } = await newToken(purpose)
    expect(refusals).toContain(await codeOf(open(secret, user)))
    const token = await db.oneTimeToken.findUniqueOrThrow({ where: { hash: hashSecret(secret) } })
    expect(token).toMatchObject({ purpose, usedAt: null, data: { tries: 0 } })
  })

  test('R-13 is no token of the API', async () => {
    const { secret } = await newToken(purpose)
    const headers = { authorization: `Bearer ${secret}` }
    expect((await callApi('/accounts/me/', { method: 'GET', headers })).status).toBe(401)
    expect((await callApi('/accounts/token/refresh/', { body: { refresh: secret } })).status).toBe(401)
  })
})

test.each(doors)('R-13 where %s is asked for, the secret of a session or of a device is nothing', async (_, open) => {
  const { id: userId, email } = await newPerson()
  const started = await startBrowserSession({ userId, method: 'password', isKept: true, client: testClient })
  for (const secret of [started.secret, started.deviceSecret ?? '']) {
    expect(refusals).toContain(await codeOf(open(secret, { id: userId, email, locale: 'en' })))
  }
})

const newPasswords = { new_password1: newPassword, new_password2: newPassword }

/** The same doors of the API, with what each answers to what is no secret of its own. */
const apiDoors: [path: string, body: (token: string, uid: string) => object, status: number][] = [
  ['/dj-rest-auth/password/reset/confirm/', (token, uid) => ({ uid, token, ...newPasswords }), 400],
  ['/dj-rest-auth/registration/verify-email/', (key) => ({ key }), 404],
  ['/accounts/undo/', (token) => ({ token }), 400],
  ['/accounts/undo-deletion/', (token) => ({ token }), 400],
]

describe('T-10 an access, a refresh and an ID token', () => {
  async function jwts() {
    const { user, access, refresh } = await newTokens()
    const idToken = await signToken(goodClaims('http://localhost:3000'), await newSigningKey('first'))
    return { user, tokens: [access, refresh, idToken] }
  }

  test.each(doors)('are nothing where %s is asked for', async (_, open) => {
    const { user, tokens } = await jwts()
    for (const token of tokens) expect(refusals).toContain(await codeOf(open(token, { ...user, locale: 'en' })))
  })

  test.each(apiDoors)('are refused by %s', async (path, bodyOf, status) => {
    const { user, tokens } = await jwts()
    const uid = Buffer.from(String(user.number)).toString('base64url')
    for (const token of tokens) expect((await callApi(path, { body: bodyOf(token, uid) })).status).toBe(status)
    const { passwordHash } = await db.user.findUniqueOrThrow({ where: { id: user.id } })
    expect(passwordHash).toBe(user.passwordHash)
  })
})
