import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { env } from '@/lib/env'
import { endSession } from '@/lib/sessions/end-sessions'
import { startBrowserSession } from '@/lib/sessions/start-session'
import { callApi, claimsOf, newPerson, newTokens, testClient } from '@/lib/testing/api'
import { sealSessionSecret, sessionCookieName } from './session-token'
import { sessionToken } from './session-token-route'

const own = { origin: env.AUTH_URL, 'sec-fetch-site': 'same-origin' }

async function trade(headers: Record<string, string>, init: RequestInit = {}) {
  const url = `${env.AUTH_URL}/api/session/token`
  const response = await sessionToken(new Request(url, { method: 'POST', ...init, headers }))
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, body: text ? JSON.parse(text) : null }
}

async function newBrowser() {
  const user = await newPerson()
  const { session, secret } = await startBrowserSession({
    ...{ userId: user.id, method: 'password', isKept: false, client: testClient },
  })
  return { user, session, cookie: `${sessionCookieName()}=${await sealSessionSecret(secret, 60)}` }
}

const getMe = (token: string) =>
  callApi('/accounts/me/', { method: 'GET', headers: { authorization: `Bearer ${token}` } })

test('a signed-in browser gets an access token of its own session, and nothing that renews it', async () => {
  const { user, session, cookie } = await newBrowser()
  const { status, headers, body } = await trade({ ...own, cookie })
  expect(status).toBe(200)
  expect(headers.get('cache-control')).toBe('no-store')
  expect(Object.keys(body)).toEqual(['access', 'access_expiration'])
  const claims = claimsOf(body.access)
  expect(claims).toMatchObject({ token_type: 'access', sid: session.id, sub: user.id, user_id: String(user.number) })
  expect(Date.parse(body.access_expiration) / 1000).toBe(claims.exp)
  expect(await getMe(body.access)).toMatchObject({ status: 200, body: { email: user.email } })
})

test('the token never outlives the session', async () => {
  const { session, cookie } = await newBrowser()
  const expiresAt = new Date(Date.now() + 5_500)
  await db.session.update({ where: { id: session.id }, data: { expiresAt } })
  const { body } = await trade({ ...own, cookie })
  expect(claimsOf(body.access).exp).toBe(Math.floor(expiresAt.getTime() / 1000))
})

test('T-19 ending the session refuses the token and the next trade at once', async () => {
  const { user, session, cookie } = await newBrowser()
  const { body } = await trade({ ...own, cookie })
  await endSession({ userId: user.id, sessionId: session.id, reason: 'ended_by_person', client: testClient })
  expect((await getMe(body.access)).status).toBe(401)
  expect(await trade({ ...own, cookie })).toMatchObject({ status: 401, body: { code: 'not_authenticated' } })
})

test('an idle session and a disabled person get no token', async () => {
  const [idle, disabled] = [await newBrowser(), await newBrowser()]
  await db.session.update({ where: { id: idle.session.id }, data: { idleExpiresAt: new Date() } })
  await db.user.update({ where: { id: disabled.user.id }, data: { isActive: false } })
  for (const { cookie } of [idle, disabled]) expect((await trade({ ...own, cookie })).status).toBe(401)
})

test.each<[string, Record<string, string>]>([
  ['another origin', { origin: 'https://evil.example' }],
  ['another site by Sec-Fetch-Site', { ...own, 'sec-fetch-site': 'cross-site' }],
  ['another host of this site', { ...own, 'sec-fetch-site': 'same-site' }],
  ['a sandboxed frame', { origin: 'null' }],
  ['no page at all', {}],
])('W-05 a trade asked for by %s is refused, whatever cookie it carries', async (_, headers) => {
  const { cookie } = await newBrowser()
  const answer = await trade({ ...headers, cookie })
  expect(answer).toMatchObject({ status: 403, body: { code: 'cross_origin' } })
  expect(answer.headers.get('access-control-allow-origin')).toBeNull()
})

test.each(['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain'])(
  'W-05 a form of another origin sent as %s is refused',
  async (type) => {
    const { cookie } = await newBrowser()
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site', 'content-type': type, cookie }
    const body = type.startsWith('multipart')
      ? '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--'
      : 'a=1'
    const answer = await trade(headers, { body })
    expect(answer.status).toBe(type === 'text/plain' ? 415 : 403)
    expect(answer.text).not.toContain('access"')
  },
)

test.each(['GET', 'PUT', 'PATCH', 'DELETE'])('%s is refused', async (method) => {
  const { cookie } = await newBrowser()
  const answer = await trade({ ...own, cookie }, { method })
  expect(answer).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } })
  expect(answer.headers.get('allow')).toBe('POST, OPTIONS')
})

test('S-09 S-10 S-12 without our one cookie there is no token', async () => {
  const { user, cookie } = await newBrowser()
  const { access, refresh } = await newTokens()
  const name = sessionCookieName()
  const unsealed = await startBrowserSession({ userId: user.id, method: 'password', isKept: false, client: testClient })
  const strangers = ['', `${name}=`, `${name}=${access}`, `${name}=${refresh}`, `${name}=${unsealed.secret}`]
  for (const other of [...strangers, `${cookie}; ${cookie}`, `${cookie.slice(0, -4)}AAAA`]) {
    expect(await trade({ ...own, cookie: other })).toMatchObject({ status: 401, body: { code: 'not_authenticated' } })
  }
  const asBearer = await trade({ ...own, authorization: `Bearer ${access}` })
  expect(asBearer.status).toBe(401)
})
