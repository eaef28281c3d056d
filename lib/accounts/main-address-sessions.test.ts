import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { findSignIn } from '@/lib/sessions/find-sign-in'
import { startBrowserSession } from '@/lib/sessions/start-session'
import { callApi, testClient as client, newPerson } from '@/lib/testing/api'
import { mailedToken } from '@/lib/testing/mailed-token'
import { issueTokens } from '@/lib/tokens/issue-tokens'
import { proveAddress, requestAddress } from './add-address'
import { makeMain } from './change-addresses'

type Person = Awaited<ReturnType<typeof newPerson>>
type Change = (user: Person, keepSessionId?: string) => Promise<unknown>

async function proveNew(user: Person, { isMain, keepSessionId }: { isMain: boolean; keepSessionId?: string }) {
  const [person, email] = [{ ...user, locale: 'en' }, `${randomUUID()}@example.org`]
  await requestAddress({ user: person, email, isMain, locale: 'en' }, client)
  await proveAddress({ user: person, token: await mailedToken(email), locale: 'en', keepSessionId }, client)
  return email
}

async function makeFurtherMain(user: Person, keepSessionId?: string) {
  const email = await proveNew(user, { isMain: false })
  await makeMain({ user: { ...user, locale: 'en' }, email, locale: 'en', keepSessionId }, client)
}

const proveMain: Change = (user, keepSessionId) =>
  proveNew(user, { isMain: true, ...(keepSessionId && { keepSessionId }) })

const browserOf = ({ id: userId }: Person) => startBrowserSession({ userId, method: 'password', isKept: false, client })
const tokensOf = (user: Person) => issueTokens({ user, method: 'password', client })
const isIn = async ({ secret }: { secret: string }) => (await findSignIn(secret, client)) !== null
const refresh = ({ refresh: token }: { refresh: string }) =>
  callApi('/accounts/token/refresh/', { body: { refresh: token } })
const getMe = ({ access }: { access: string }) =>
  callApi('/accounts/me/', { method: 'GET', headers: { authorization: `Bearer ${access}` } })

test.each<[act: string, change: Change]>([
  ['another address is made the main one', makeFurtherMain],
  ['a new address is proved as the main one', proveMain],
])('S-05 when %s every other sign-in ends, browsers and tokens, and the one that did it goes on', async (_, change) => {
  const user = await newPerson()
  const [here, there, tokens] = [await browserOf(user), await browserOf(user), await tokensOf(user)]
  await change(user, here.session.id)
  expect([await isIn(here), await isIn(there)]).toEqual([true, false])
  expect([(await getMe(tokens)).status, (await refresh(tokens)).status]).toEqual([401, 401])
  const ended = await db.auditEvent.findMany({ where: { userId: user.id, event: 'session.end' } })
  expect(ended.map(({ reason }) => reason)).toEqual(['main_address_changed'])
})

test('S-05 a main address that is changed from nowhere ends every sign-in', async () => {
  const user = await newPerson()
  const browser = await browserOf(user)
  await proveMain(user)
  expect(await isIn(browser)).toBe(false)
})

test('S-05 by the API the tokens that changed the main address go on, and a browser is out', async () => {
  const user = await newPerson()
  const [browser, tokens] = [await browserOf(user), await tokensOf(user)]
  const email = await proveNew(user, { isMain: false })
  const headers = { authorization: `Bearer ${tokens.access}` }
  expect((await callApi('/accounts/me/addresses/main/', { body: { email }, headers })).status).toBe(200)
  expect([await isIn(browser), (await getMe(tokens)).status, (await refresh(tokens)).status]).toEqual([false, 200, 200])
})

test('S-05 a further address ends no sign-in', async () => {
  const user = await newPerson()
  const browser = await browserOf(user)
  await proveNew(user, { isMain: false })
  expect(await isIn(browser)).toBe(true)
})
