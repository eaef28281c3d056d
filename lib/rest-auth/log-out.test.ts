import { expect, test, vi } from 'vitest'
import { callApi, newTokens } from '@/lib/testing/api'

vi.hoisted(() => {
  process.env.USE_JWT = 'on'
})

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })
const getMe = (token: string) => callApi('/accounts/me/', { method: 'GET', ...bearer(token) })
const logOut = (refresh: string, access?: string) =>
  callApi('/dj-rest-auth/logout/', { body: { refresh }, ...(access !== undefined && bearer(access)) })

test("T-29 whoever logs out with another person's refresh token ends only what is theirs, however often", async () => {
  const [mine, theirs] = [await newTokens(), await newTokens()]
  const refused = { status: 401, body: { detail: 'Token is invalid' } }
  expect(await logOut(theirs.refresh, mine.access)).toMatchObject(refused)
  expect((await getMe(mine.access)).status).toBe(401)
  expect((await getMe(theirs.access)).status).toBe(200)
  expect((await callApi('/accounts/token/refresh/', { body: { refresh: theirs.refresh } })).status).toBe(200)
})

const deep = JSON.parse(`${'['.repeat(1_000)}${']'.repeat(1_000)}`)

test.each([[{ toString: 1 }], [deep], [7], [null], [['a']]])(
  'A-08 a refresh token that is no text is a bad one, and the sign-in ends all the same: %.20j',
  async (refresh) => {
    const { access } = await newTokens()
    const headers = { authorization: `Bearer ${access}` }
    const { status, body } = await callApi('/dj-rest-auth/logout/', { body: { refresh }, headers })
    expect({ status, body }).toEqual({ status: 401, body: { detail: 'Token is invalid' } })
    expect((await getMe(access)).status).toBe(401)
  },
)

test('T-29 logging out twice says the second time that the token is over, and changes nothing', async () => {
  const { access, refresh } = await newTokens()
  expect(await logOut(refresh, access)).toMatchObject({ status: 200, body: { detail: 'Successfully logged out.' } })
  expect(await logOut(refresh, access)).toMatchObject({ status: 401, body: { detail: 'Token is blacklisted' } })
  expect((await getMe(access)).status).toBe(401)
})
