import { expect, test, vi } from 'vitest'
import { db } from '@/lib/db'
import { callApi, newPerson, TEST_PASSWORD } from '@/lib/testing/api'

vi.hoisted(() => {
  Object.assign(process.env, { JWT_AUTH_COOKIE: 'access', JWT_AUTH_REFRESH_COOKIE: 'refresh' })
})

type Cookies = { access: string; csrftoken: string; userId: string }

async function logIn(): Promise<Cookies> {
  const { email, id: userId } = await newPerson()
  const { headers } = await callApi('/dj-rest-auth/login/', { body: { email, password: TEST_PASSWORD } })
  const pairs = headers.getSetCookie().map((line) => line.slice(0, line.indexOf(';')).split('='))
  const { access, csrftoken } = Object.fromEntries(pairs)
  return { access, csrftoken, userId }
}

/** A change by cookie at a guarded door. */
function change({ access, csrftoken }: Partial<Cookies>, headers: Record<string, string> = {}) {
  const cookie = `access=${access}${csrftoken ? `; csrftoken=${csrftoken}` : ''}`
  return callApi('/dj-rest-auth/user/', { method: 'PATCH', body: {}, headers: { cookie, ...headers } })
}

const refused = (why: string) => ({ status: 403, body: { detail: `CSRF Failed: ${why}` } })
const WRONG = refused("CSRF token from the 'X-Csrftoken' HTTP header incorrect.")

test('a change by cookie is taken with the token of its session in X-CSRFToken', async () => {
  const mine = await logIn()
  expect((await change(mine, { 'x-csrftoken': mine.csrftoken })).status).toBe(200)
  const fromHere = { 'x-csrftoken': mine.csrftoken, origin: 'http://localhost:3000' }
  expect((await change(mine, fromHere)).status).toBe(200)
})

test('a change by cookie is refused without the CSRF cookie, though the header is right', async () => {
  const { access, csrftoken } = await logIn()
  expect(await change({ access }, { 'x-csrftoken': csrftoken })).toMatchObject(refused('CSRF cookie not set.'))
})

test('a change by cookie is refused without the header', async () => {
  expect(await change(await logIn())).toMatchObject(refused('CSRF token missing.'))
})

test('a change by cookie is refused with a header that is wrong, of equal length or of another', async () => {
  const mine = await logIn()
  const lastChanged = mine.csrftoken.slice(0, -1) + (mine.csrftoken.endsWith('A') ? 'B' : 'A')
  expect(await change(mine, { 'x-csrftoken': lastChanged })).toMatchObject(WRONG)
  expect(await change(mine, { 'x-csrftoken': 'wrong' })).toMatchObject(WRONG)
})

test('the token of another session is refused, also where its cookie was planted beside it', async () => {
  const [mine, theirs] = [await logIn(), await logIn()]
  const planted = { access: mine.access, csrftoken: theirs.csrftoken }
  expect(await change(mine, { 'x-csrftoken': theirs.csrftoken })).toMatchObject(WRONG)
  expect(await change(planted, { 'x-csrftoken': theirs.csrftoken })).toMatchObject(WRONG)
})

test('T-25 whose session it was is recorded, where a change and where a logout is refused', async () => {
  const mine = await logIn()
  await change(mine, { 'x-csrftoken': 'wrong' })
  const cookie = `access=${mine.access}`
  expect((await callApi('/dj-rest-auth/logout/', { body: {}, headers: { cookie } })).status).toBe(403)
  const events = await db.auditEvent.findMany({ where: { userId: mine.userId, event: 'request.refuse' } })
  expect(events.map(({ reason }) => reason)).toEqual(['forbidden', 'forbidden'])
  const paths = ['logout', 'user'].map((door) => ({ path: `/dj-rest-auth/${door}/` }))
  expect(events.map(({ data }) => data)).toEqual(expect.arrayContaining(paths))
})

test('reading by cookie needs no CSRF token', async () => {
  const { access } = await logIn()
  const headers = { cookie: `access=${access}` }
  expect((await callApi('/dj-rest-auth/user/', { method: 'GET', headers })).status).toBe(200)
})

test('T-25 the right CSRF token does not make up for a foreign Origin', async () => {
  const mine = await logIn()
  const foreign = { 'x-csrftoken': mine.csrftoken, origin: 'https://evil.example' }
  expect((await change(mine, foreign)).status).toBe(401)
})
