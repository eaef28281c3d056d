import { randomUUID } from 'node:crypto'
import { afterAll, expect, test, vi } from 'vitest'
import { db } from '@/lib/db'
import { limits } from '@/lib/limits/limits'
import { listFailures } from '@/lib/social/list-failures'
import { callApi, newTokens } from '@/lib/testing/api'
import { goodClaims, signToken } from '@/lib/testing/issuer'

const google = await vi.hoisted(async () => {
  const { startGoogle } = await import('@/lib/testing/issuer')
  Object.assign(process.env, {
    // Nothing listens there.
    ...{ AUTH_GITHUB_URL: 'http://localhost:1', AUTH_GITHUB_ID: 'ours', AUTH_GITHUB_SECRET: 'secret' },
  })
  return startGoogle()
})
afterAll(google.close)

test.each([
  [undefined, 0],
  [3_600, 3_600],
])('O-22 an id_token of somebody whom the provider asked %o seconds ago makes a sign-in as old', async (age, old) => {
  const [sub, seconds] = [randomUUID(), Math.floor(Date.now() / 1_000)]
  const claims = { sub, email: `${sub}@gmail.com`, auth_time: age && seconds - age }
  const id_token = await signToken(goodClaims(google.origin, claims), google.firstKey)
  expect((await callApi('/dj-rest-auth/google/', { body: { id_token } })).status).toBe(200)
  const where = { user: { accounts: { some: { providerAccountId: sub } } } }
  const { authenticatedAt } = await db.session.findFirstOrThrow({ where })
  const at = authenticatedAt.getTime() / 1_000 + old
  expect(at).toBeGreaterThanOrEqual(seconds)
  expect(at).toBeLessThanOrEqual(Date.now() / 1_000)
})

test('whoever signs up by an app is written to in its language, where the provider tells none', async () => {
  const sub = randomUUID()
  const id_token = await signToken(goodClaims(google.origin, { sub, email: `${sub}@gmail.com` }), google.firstKey)
  const headers = { 'accept-language': 'ko-KR,ko;q=0.9,en;q=0.8' }
  expect((await callApi('/dj-rest-auth/google/', { body: { id_token }, headers })).status).toBe(200)
  const where = { user: { accounts: { some: { providerAccountId: sub } } } }
  expect(await db.profile.findFirstOrThrow({ where })).toMatchObject({ locale: 'ko' })
})

test.each([
  ['an address that the provider does not vouch for', { email_verified: false }],
  ['no address', { email: undefined }],
])('O-26 a good id_token with %s is not called a wrong one', async (_, claims) => {
  const sub = randomUUID()
  const id_token = await signToken(goodClaims(google.origin, { sub, ...claims }), google.firstKey)
  const { status, body } = await callApi('/dj-rest-auth/google/', { body: { id_token } })
  expect(status).toBe(400)
  expect(body).toEqual({ non_field_errors: ['The provider gave no verified e-mail address.'] })
  expect(await db.account.count({ where: { providerAccountId: sub } })).toBe(0)
})

test('which of the fields of a form is left blank does not matter', async () => {
  const sub = randomUUID()
  const id_token = await signToken(goodClaims(google.origin, { sub, email: `${sub}@gmail.com` }), google.firstKey)
  google.answers.set(
    '/token',
    google.json(() => ({ access_token: 'an access token', id_token })),
  )
  const body = { access_token: '', id_token: '', code: 'a code' }
  expect((await callApi('/dj-rest-auth/google/', { body })).status).toBe(200)
  expect(await db.account.count({ where: { providerAccountId: sub } })).toBe(1)
})

test('O-29 a token that was brought is on no record, whatever became of the question whose it is', async () => {
  const access_token = `ya29.${randomUUID()}`
  google.answers.set('/tokeninfo', (_, response) => response.writeHead(302, { location: 'http://localhost:1/' }).end())
  expect((await callApi('/dj-rest-auth/google/', { body: { access_token } })).status).toBe(400)
  const [failure] = await listFailures()
  expect(failure).toMatchObject({ fault: 'redirects', values: { url: `${google.origin}/tokeninfo` } })
  const events = await db.auditEvent.findMany({ orderBy: { at: 'desc' }, take: 20 })
  expect(JSON.stringify([failure, events.map(({ data }) => data)])).not.toContain(access_token)
})

test('a visitor has a provider asked about so many tokens, and then is told when to come back', async () => {
  const { points } = limits.provider.address
  const headers = { 'x-latchkey-client-ip': '10.7.0.1' }
  const bring = () => callApi('/dj-rest-auth/github/', { body: { access_token: 'made-up' }, headers })
  const answers = await Promise.all(Array.from({ length: points + 3 }, bring))
  expect(answers.filter(({ status }) => status === 400)).toHaveLength(points)
  const refused = answers.filter(({ status }) => status === 429)
  expect(refused).toHaveLength(3)
  expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
})

test.each(['', 'connect/'])(
  'what is refused at /dj-rest-auth/google/%s is on record for the owner, and no token in it',
  async (path) => {
    const { access } = await newTokens()
    const id_token = await signToken(goodClaims(google.origin, { aud: 'another-client' }), google.firstKey)
    const headers = { authorization: `Bearer ${access}` }
    expect((await callApi(`/dj-rest-auth/google/${path}`, { body: { id_token }, headers })).status).toBe(400)
    const [failure] = await listFailures()
    expect(failure).toMatchObject({
      provider: 'google',
      reason: 'id_token_refused',
      cause: expect.stringContaining('aud'),
    })
    expect(JSON.stringify(failure)).not.toContain(id_token)
  },
)

test('an identity that is unlinked while it signs in opens no session and issues no token', async () => {
  const sub = randomUUID()
  const id_token = await signToken(goodClaims(google.origin, { sub, email: `${sub}@gmail.com` }), google.firstKey)
  expect((await callApi('/dj-rest-auth/google/', { body: { id_token } })).status).toBe(200)
  const { userId } = await db.account.findFirstOrThrow({ where: { providerAccountId: sub } })
  // As soon as it was read by the sign-in that follows.
  await db.$executeRawUnsafe(`
    CREATE FUNCTION unlink() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN DELETE FROM accounts WHERE provider_account_id = NEW.provider_account_id; RETURN NULL; END $$`)
  await db.$executeRawUnsafe(`
    CREATE TRIGGER unlink AFTER UPDATE ON accounts FOR EACH ROW
    WHEN (NEW.provider_account_id = '${sub}') EXECUTE FUNCTION unlink()`)
  const { status, body } = await callApi('/dj-rest-auth/google/', { body: { id_token } })
  expect(status).toBe(400)
  expect(body).toEqual({ non_field_errors: [expect.any(String)] })
  expect(await db.session.count({ where: { userId } })).toBe(1)
  expect(await db.outstandingToken.count({ where: { userId } })).toBe(1)
})
