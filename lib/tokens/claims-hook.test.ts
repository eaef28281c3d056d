import { expect, test, vi } from 'vitest'
import { db } from '@/lib/db'
import { env } from '@/lib/env'
import { findSignIn } from '@/lib/sessions/find-sign-in'
import { startBrowserSession } from '@/lib/sessions/start-session'
import { callApi, claimsOf, newPerson, TEST_PASSWORD, testClient } from '@/lib/testing/api'
import { claimsFor } from './claims-hook'
import { tradeSession } from './trade-session'

vi.hoisted(() => {
  process.env.AUTH_TOKEN_CLASSES = 'access,sliding'
})

// It is there for its owner to change, so what an owner may write stands in for it.
vi.mock('./claims-hook', () => ({ claimsFor: vi.fn() }))

const OWN = ['token_type', 'exp', 'iat', 'nbf', 'jti', 'sub', 'sid', 'iss', 'aud', 'user_id', 'refresh_exp', 'kid']
const CUSTOM = { department: 'research', roles: ['editor'] }
const greedy = { ...CUSTOM, ...Object.fromEntries(OWN.map((name) => [name, 'replaced'])) }

type Person = Awaited<ReturnType<typeof newPerson>>
const post = async (path: string, body: object) => (await callApi(path, { body })).body
const credentials = ({ email }: Person) => ({ email, password: TEST_PASSWORD })

async function trade({ id }: Person): Promise<string> {
  const begun = { userId: id, method: 'password', isKept: false, client: testClient }
  const signIn = await findSignIn((await startBrowserSession(begun)).secret, testClient)
  if (!signIn) throw new Error('The session that was started is not there')
  return (await tradeSession(signIn)).access
}

/** Every kind of token of one person, fresh and refreshed. */
async function allTokens(person: Person) {
  const pair = await post('/accounts/token/', credentials(person))
  const refreshed = await post('/accounts/token/refresh/', { refresh: pair.refresh })
  const refreshedTwice = await post('/accounts/token/refresh/', { refresh: refreshed.refresh })
  const { token: sliding } = await post('/accounts/token/sliding/', credentials(person))
  const { token: renewed } = await post('/accounts/token/sliding/refresh/', { token: sliding })
  return {
    access: [pair.access, refreshed.access, refreshedTwice.access, await trade(person)],
    refresh: [pair.refresh, refreshed.refresh, refreshedTwice.refresh],
    sliding: [sliding, renewed],
  }
}

const lifetimes = () => ({
  access: env.ACCESS_TOKEN_SECONDS,
  refresh: env.REFRESH_TOKEN_SECONDS,
  sliding: env.SLIDING_TOKEN_SECONDS,
})

test('what the hook adds is in every kind of token, and stays through refreshes', async () => {
  vi.mocked(claimsFor).mockResolvedValue(CUSTOM)
  const tokens = await allTokens(await newPerson())
  for (const token of Object.values(tokens).flat()) expect(claimsOf(token)).toMatchObject(CUSTOM)
})

test('a token that was made from another carries the same claims, and no more', async () => {
  vi.mocked(claimsFor).mockResolvedValue(greedy)
  const { access, refresh, sliding } = await allTokens(await newPerson())
  for (const [first = '', ...others] of [access, refresh, sliding]) {
    const names = Object.keys(claimsOf(first)).sort()
    for (const name of ['nbf', 'kid']) expect(names).not.toContain(name)
    for (const other of others) expect(Object.keys(claimsOf(other)).sort()).toEqual(names)
  }
})

test('no claim of our own is replaced by the hook', async () => {
  vi.mocked(claimsFor).mockResolvedValue(greedy)
  const person = await newPerson()
  const tokens = await allTokens(person)
  const sids = (await db.session.findMany({ where: { userId: person.id } })).map(({ id }) => id)
  for (const kind of ['access', 'refresh', 'sliding'] as const) {
    for (const { exp, iat, sid, ...claims } of tokens[kind].map(claimsOf)) {
      const named = { sub: person.id, user_id: String(person.number), iss: env.AUTH_URL, aud: env.AUTH_URL }
      expect(claims).toMatchObject({
        ...CUSTOM,
        ...named,
        token_type: kind,
        jti: expect.stringMatching(/^[0-9a-f]{32}$/),
      })
      expect(Number(exp) - Number(iat)).toBe(lifetimes()[kind])
      expect(sids).toContain(sid)
    }
  }
})

test('the hook is asked once, when a session begins', async () => {
  vi.mocked(claimsFor).mockReset().mockResolvedValue({ level: 1 })
  const person = await newPerson()
  const { refresh } = await post('/accounts/token/', credentials(person))
  vi.mocked(claimsFor).mockResolvedValue({ level: 2 })
  const refreshed = await post('/accounts/token/refresh/', { refresh })
  expect(claimsOf(refreshed.access).level).toBe(1)
  expect(claimsFor).toHaveBeenCalledTimes(1)
  expect(claimsFor).toHaveBeenCalledWith(expect.objectContaining({ id: person.id, number: person.number }))
})
