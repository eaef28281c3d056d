import { expect, test, vi } from 'vitest'
import { db } from '@/lib/db'
import { env } from '@/lib/env'
import { endAllSessions } from '@/lib/sessions/end-sessions'
import { callApi, claimsOf, newPerson, TEST_PASSWORD, testClient } from '@/lib/testing/api'
import { obtainSlidingToken, refreshSlidingToken } from './sliding-tokens'

vi.hoisted(() => {
  Object.assign(process.env, { AUTH_TOKEN_CLASSES: 'access,sliding', SLIDING_TOKEN_SECONDS: '3600' })
})

const start = new Date()
const after = (seconds: number) => new Date(start.getTime() + seconds * 1_000)

async function newSlidingToken() {
  const user = await newPerson()
  return { user, ...(await obtainSlidingToken({ email: user.email, password: TEST_PASSWORD }, testClient, start)) }
}

test('a sliding token is obtained, taken by the Bearer guard and by verify, and renewed under its own id', async () => {
  const user = await newPerson()
  const obtained = await callApi('/accounts/token/sliding/', { body: { email: user.email, password: TEST_PASSWORD } })
  expect(obtained.status).toBe(200)
  const { token } = obtained.body
  const headers = { authorization: `Bearer ${token}` }
  expect(await callApi('/accounts/me/', { method: 'GET', headers })).toMatchObject({ body: { id: user.number } })
  expect((await callApi('/accounts/token/verify/', { body: { token } })).status).toBe(200)
  const renewed = await callApi('/accounts/token/sliding/refresh/', { body: { token } })
  expect(claimsOf(renewed.body.token).jti).toBe(claimsOf(token).jti)
})

test('a renewal moves exp and iat, never refresh_exp', async () => {
  const { token } = await newSlidingToken()
  const renewed = await refreshSlidingToken({ token }, after(60))
  const [before, now] = [claimsOf(token), claimsOf(renewed.token)]
  expect(Number(now.exp)).toBe(Number(before.exp) + 60)
  expect(Number(now.iat)).toBe(Number(before.iat) + 60)
  expect(now.refresh_exp).toBe(before.refresh_exp)
})

test('a sliding token is not renewed once it has expired', async () => {
  const { token } = await newSlidingToken()
  const renewal = refreshSlidingToken({ token }, after(env.SLIDING_TOKEN_SECONDS))
  await expect(renewal).rejects.toMatchObject({ code: 'token_not_valid', reason: 'expired' })
})

test('T-17 a sliding token of an ended session is refused at every door', async () => {
  const { token, user } = await newSlidingToken()
  await endAllSessions({ userId: user.id, reason: 'signed_out_everywhere', client: testClient })
  const headers = { authorization: `Bearer ${token}` }
  expect((await callApi('/accounts/me/', { method: 'GET', headers })).status).toBe(401)
  expect((await callApi('/accounts/token/sliding/refresh/', { body: { token } })).status).toBe(401)
  expect((await callApi('/accounts/token/verify/', { body: { token } })).status).toBe(400)
})

test('T-17 the sliding token of a deleted person, which is on record no more, is refused at every door', async () => {
  const { token, user } = await newSlidingToken()
  await db.user.delete({ where: { id: user.id } })
  const headers = { authorization: `Bearer ${token}` }
  expect((await callApi('/accounts/me/', { method: 'GET', headers })).status).toBe(401)
  expect((await callApi('/accounts/token/sliding/refresh/', { body: { token } })).status).toBe(401)
  expect((await callApi('/accounts/token/verify/', { body: { token } })).status).toBe(401)
})

test('T-10 a sliding token is no refresh token, and a refresh token no sliding one', async () => {
  const { token, user } = await newSlidingToken()
  expect((await callApi('/accounts/token/refresh/', { body: { refresh: token } })).body.detail).toBe(
    'Token has wrong type',
  )
  const pair = await callApi('/accounts/token/', { body: { email: user.email, password: TEST_PASSWORD } })
  const refused = await callApi('/accounts/token/sliding/refresh/', { body: { token: pair.body.refresh } })
  expect(refused.body.detail).toBe('Token has wrong type')
})
