import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { createOneTimeToken } from '@/lib/accounts/one-time-token-store'
import { signIn } from '@/lib/accounts/sign-in'
import { db } from '@/lib/db'
import { randomSecret } from '@/lib/encryption'
import { limits } from '@/lib/limits/limits'
import { endAllSessions, endSession } from '@/lib/sessions/end-sessions'
import { findSignIn } from '@/lib/sessions/find-sign-in'
import { startBrowserSession } from '@/lib/sessions/start-session'
import { callApi, claimsOf, newPerson, newTokens, TEST_PASSWORD, testClient } from '@/lib/testing/api'
import { goodClaims, newSigningKey, signToken } from '@/lib/testing/issuer'

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })
const getMe = (headers: Record<string, string>) => callApi('/accounts/me/', { method: 'GET', headers })
const verify = (token: string) => callApi('/accounts/token/verify/', { body: { token } })
const refresh = (token: string) => callApi('/accounts/token/refresh/', { body: { refresh: token } })
const blacklist = (token: string) => callApi('/accounts/token/blacklist/', { body: { refresh: token } })

test('an address in any spelling and the password give a pair that is good at once', async () => {
  const user = await newPerson()
  const { status, body } = await callApi('/accounts/token/', {
    body: { email: ` ${user.email.toUpperCase()} `, password: TEST_PASSWORD },
  })
  expect(status).toBe(200)
  expect(await verify(body.access)).toMatchObject({ status: 200, body: {} })
  expect(await verify(body.refresh)).toMatchObject({ status: 200, body: {} })
  expect(await getMe(bearer(body.access).headers)).toMatchObject({
    status: 200,
    body: { id: user.number, email: user.email, nickname: '', bio: '' },
  })
})

test('unknown, disabled and wrong-password accounts get the same bytes', async () => {
  const disabled = await newPerson()
  await db.user.update({ where: { id: disabled.id }, data: { isActive: false } })
  const { email } = await newPerson()
  const attempts = [
    { email: 'nobody@example.com' },
    { email: 'no address' },
    { email: disabled.email },
    { email, password: 'wrong' },
  ]
  for (const attempt of attempts) {
    const { status, body, headers } = await callApi('/accounts/token/', {
      body: { password: TEST_PASSWORD, ...attempt },
    })
    expect(status).toBe(401)
    expect(body).toEqual({ detail: 'No active account found with the given credentials' })
    expect(headers.get('www-authenticate')).toBe('Bearer realm="api"')
  }
})

test('an unconfirmed address gets no tokens, and is told so only with the right password', async () => {
  const { email } = await newPerson({ isVerified: false })
  const right = await callApi('/accounts/token/', { body: { email, password: TEST_PASSWORD } })
  expect(right).toMatchObject({ status: 401, body: { code: 'email_not_verified' } })
  const wrong = await callApi('/accounts/token/', { body: { email, password: 'wrong' } })
  expect(wrong.body).toEqual({ detail: 'No active account found with the given credentials' })
})

test.each([
  ['Bearer', 'bad_authorization_header'],
  ['Bearer a b', 'bad_authorization_header'],
  ['Bearer %', 'token_not_valid'],
  [`Bearer ${'a'.repeat(1_000_000)}`, 'token_not_valid'],
  ['', undefined],
  ['Basic YTpi', undefined],
])('T-09 the header %.20s is 401', async (authorization, code) => {
  const { status, body, headers } = await getMe({ authorization })
  expect(status).toBe(401)
  expect(body.code).toBe(code)
  expect(headers.get('www-authenticate')).toBe('Bearer realm="api"')
})

test('T-09 the scheme is read in any case and with a tab, but two headers are not', async () => {
  const { access } = await newTokens()
  for (const value of [`bearer ${access}`, `BEARER\t${access}`, `Bearer  ${access}`]) {
    expect((await getMe({ authorization: value })).status).toBe(200)
  }
  expect((await getMe({ authorization: `Bearer ${access}, Bearer ${access}` })).status).toBe(401)
})

test('T-10 a token passes where its type belongs and nowhere else', async () => {
  const { access, refresh: refreshToken, user } = await newTokens()
  const begun = { userId: user.id, method: 'password', isKept: false, client: testClient }
  const { secret: session } = await startBrowserSession(begun)
  const idToken = await signToken(goodClaims('http://localhost:3000'), await newSigningKey('first'))
  const mailed = randomSecret()
  const mail = { purpose: 'reset_password', userId: user.id, secret: mailed, data: {} } as const
  await createOneTimeToken(db, { ...mail, expiresAt: new Date(Date.now() + 60_000) })
  const tokens = { access, session, idToken, mailed, refresh: refreshToken }
  const slots = { bearer: (token: string) => getMe(bearer(token).headers), verify, refresh, blacklist }
  const passed: string[] = []
  for (const [slot, use] of Object.entries(slots)) {
    // A refresh retires its token, a blacklisting ends it: the next slot gets a pair of its own.
    for (const [type, token] of Object.entries(tokens)) {
      const { status } = await use(type === 'refresh' ? (await newTokens()).refresh : token)
      if (status === 200) passed.push(`${type} as ${slot}`)
      else expect(status, `${type} as ${slot}`).toBe(401)
    }
  }
  const verified = ['access as verify', 'refresh as verify']
  expect(passed).toEqual(['access as bearer', ...verified, 'refresh as refresh', 'refresh as blacklist'])
})

test('S-12 a session secret is no Bearer token', async () => {
  const user = await newPerson()
  const { secret } = await startBrowserSession({
    userId: user.id,
    method: 'password',
    isKept: false,
    client: testClient,
  })
  expect((await getMe(bearer(secret).headers)).status).toBe(401)
  const hash = createHash('sha256').update(secret).digest('hex')
  expect((await getMe(bearer(hash).headers)).status).toBe(401)
})

test('T-17 after a blacklisting both tokens are refused at once', async () => {
  const { access, refresh: refreshToken } = await newTokens()
  expect(await blacklist(refreshToken)).toMatchObject({ status: 200, body: {} })
  expect(await blacklist(refreshToken)).toMatchObject({ status: 401, body: { detail: 'Token is blacklisted' } })
  expect(await refresh(refreshToken)).toMatchObject({ status: 401, body: { detail: 'Token is blacklisted' } })
  expect(await verify(refreshToken)).toMatchObject({
    status: 400,
    body: { non_field_errors: ['Token is blacklisted'] },
  })
  expect(await verify(access)).toMatchObject({ status: 401 })
  expect(await getMe(bearer(access).headers)).toMatchObject({ status: 401, body: { code: 'token_not_valid' } })
})

test.each(['signed_out_everywhere', 'password_changed', 'user_inactive'] as const)(
  'T-17 after %s both tokens are refused, and tokens obtained a moment later are good',
  async (reason) => {
    const { access, refresh: refreshToken, user } = await newTokens()
    await endAllSessions({ userId: user.id, reason, client: testClient })
    for (const token of [access, refreshToken]) expect((await verify(token)).status).toBeGreaterThanOrEqual(400)
    expect((await refresh(refreshToken)).status).toBe(401)
    expect((await getMe(bearer(access).headers)).status).toBe(401)
    const { body } = await callApi('/accounts/token/', { body: { email: user.email, password: TEST_PASSWORD } })
    expect(await verify(body.access)).toMatchObject({ status: 200 })
  },
)

test('T-17 the tokens of a disabled or deleted person are refused with the reason', async () => {
  const { access, user } = await newTokens()
  await db.user.update({ where: { id: user.id }, data: { isActive: false } })
  expect(await getMe(bearer(access).headers)).toMatchObject({ status: 401, body: { code: 'user_inactive' } })
  await db.user.delete({ where: { id: user.id } })
  expect(await getMe(bearer(access).headers)).toMatchObject({ status: 401, body: { code: 'user_not_found' } })
})

test('T-19 ending one session refuses its access tokens and no others', async () => {
  const { access, user } = await newTokens()
  const { body: other } = await callApi('/accounts/token/', { body: { email: user.email, password: TEST_PASSWORD } })
  const sessionId = String(claimsOf(access).sid)
  await endSession({ userId: user.id, sessionId, reason: 'ended_by_person', client: testClient })
  expect((await getMe(bearer(access).headers)).status).toBe(401)
  expect((await getMe(bearer(other.access).headers)).status).toBe(200)
})

test('T-25 cookies are ignored', async () => {
  const { access, refresh: refreshToken } = await newTokens()
  expect((await getMe({ cookie: `access=${access}` })).status).toBe(401)
  const { status, body } = await callApi('/accounts/token/refresh/', {
    body: {},
    headers: { cookie: `refresh=${refreshToken}` },
  })
  expect(status).toBe(400)
  expect(body).toEqual({ refresh: ['This field is required.'] })
})

test('the key set has a cache rule and an ETag that saves the next transfer', async () => {
  const first = await callApi('/.well-known/jwks.json', { method: 'GET' })
  expect(first.headers.get('cache-control')).toBe('public, max-age=300')
  const etag = first.headers.get('etag') ?? ''
  const second = await callApi('/.well-known/jwks.json', { method: 'GET', headers: { 'if-none-match': etag } })
  expect(second).toMatchObject({ status: 304, body: undefined })
})

test("dj-rest-auth's user is read with Bearer, and its fields are read-only", async () => {
  const { access, user } = await newTokens()
  for (const method of ['GET', 'PUT', 'PATCH']) {
    const init = method === 'GET' ? {} : { body: { email: 'changed@example.com', pk: 1 } }
    const { status, body } = await callApi('/dj-rest-auth/user/', { method, ...bearer(access), ...init })
    expect({ status, body }).toEqual({ status: 200, body: { pk: user.number, email: user.email } })
  }
  expect(await callApi('/dj-rest-auth/user', { method: 'GET' })).toMatchObject({ status: 401 })
})

test('T-21 guesses at the sign-in page and at the token endpoint are counted together', async () => {
  const { email } = await newPerson()
  const guess = { email, password: 'wrong', isKept: false }
  const { points } = limits.password.account
  for (let attempt = 0; attempt < points / 2; attempt += 1) {
    await expect(signIn(guess, testClient)).rejects.toMatchObject({ code: 'bad_credentials' })
    expect((await callApi('/accounts/token/', { body: { email, password: 'wrong' } })).status).toBe(401)
  }
  const refused = await callApi('/accounts/token/', { body: { email, password: TEST_PASSWORD } })
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  await expect(signIn({ ...guess, password: TEST_PASSWORD }, testClient)).rejects.toMatchObject({
    code: 'too_many_requests',
  })
})

test('T-22 verifying tells good from bad, and nothing else of a token or a person', async () => {
  const { access, refresh: refreshToken, user } = await newTokens()
  const [header, payload] = access.split('.')
  const forged = [`${header}.${payload}.${'A'.repeat(86)}`, `${header}.${payload}`, 'x', refreshToken.slice(0, -9)]
  const answers = await Promise.all(forged.map(async (token) => JSON.stringify((await verify(token)).body)))
  expect(new Set(answers).size).toBe(1)
  expect(JSON.parse(answers[0] ?? '')).toEqual({ detail: 'Token is invalid', code: 'token_not_valid' })
  expect((await verify(access)).body).toEqual({})
  await endAllSessions({ userId: user.id, reason: 'signed_out_everywhere', client: testClient })
  expect(await verify(access)).toMatchObject({ status: 401, body: { code: 'token_not_valid' } })
})

test('T-22 verify and refresh are not counted, as docs/limits.md says: no crowd locks clients out of them', async () => {
  const { access, refresh: refreshToken } = await newTokens()
  const most = Math.max(...Object.values(limits).map(({ address }) => address.points))
  for (let attempt = 0; attempt <= most; attempt += 1) {
    expect((await verify('x')).status).toBe(401)
    expect((await refresh('x')).status).toBe(401)
  }
  expect((await verify(access)).status).toBe(200)
  expect((await refresh(refreshToken)).status).toBe(200)
})

test('T-24 a token says nothing of roles; a role that is taken away is gone at the next request', async () => {
  const { access, user } = await newTokens()
  await db.user.update({ where: { id: user.id }, data: { role: 'staff' } })
  expect(Object.keys(claimsOf(access)).filter((name) => /role|staff|admin|scope|perm/i.test(name))).toEqual([])
  const begun = { userId: user.id, method: 'password', isKept: false, client: testClient }
  const { secret } = await startBrowserSession(begun)
  expect((await findSignIn(secret, testClient))?.user.role).toBe('staff')
  await db.user.update({ where: { id: user.id }, data: { role: 'user' } })
  expect((await findSignIn(secret, testClient))?.user.role).toBe('user')
})
