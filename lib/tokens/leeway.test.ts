import { expect, test, vi } from 'vitest'
import { env } from '@/lib/env'
import { secondsAfter } from '@/lib/sessions/session'
import { callApi, newTokens } from '@/lib/testing/api'
import { answersOfDoors } from './token-doors.fixture'

vi.hoisted(() => {
  process.env.TOKEN_LEEWAY_SECONDS = '30'
})

/** An access token that expired so many seconds ago. */
async function newExpired(seconds: number): Promise<string> {
  return (await newTokens(secondsAfter(new Date(), -env.ACCESS_TOKEN_SECONDS - seconds))).access
}

test('T-07 TOKEN_LEEWAY_SECONDS: a token that expired by less is taken, to the second', async () => {
  const start = new Date(Math.floor(Date.now() / 1_000) * 1_000)
  const { access } = await newTokens(start)
  const expiry = secondsAfter(start, env.ACCESS_TOKEN_SECONDS)
  expect(await answersOfDoors(access, secondsAfter(expiry, 29))).toEqual({ verify: true, bearer: true })
  expect(await answersOfDoors(access, secondsAfter(expiry, 30))).toEqual({ verify: false, bearer: false })
  expect(await answersOfDoors(access, secondsAfter(expiry, 31))).toEqual({ verify: false, bearer: false })
})

test.each([
  { ago: 10, status: 200 },
  { ago: 60, status: 401 },
])('T-07 with a leeway of 30 seconds both doors answer $status to what expired $ago ago', async ({ ago, status }) => {
  const token = await newExpired(ago)
  expect((await callApi('/accounts/token/verify/', { body: { token } })).status).toBe(status)
  const headers = { authorization: `Bearer ${token}` }
  expect((await callApi('/accounts/me/', { method: 'GET', headers })).status).toBe(status)
})
