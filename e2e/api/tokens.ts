import type { APIRequestContext } from '@playwright/test'
import { expect, type TestUser } from '../fixtures'

export const TOKEN = '/accounts/token/'

export type TokenPair = { access: string; refresh: string }

/** A pair of tokens for somebody who has a password. */
export async function obtain(
  request: APIRequestContext,
  { email, password }: Pick<TestUser, 'email' | 'password'>,
): Promise<TokenPair> {
  const response = await request.post(TOKEN, { data: { email, password } })
  expect(response.status()).toBe(200)
  return response.json()
}

export function bearer(access: string) {
  return { authorization: `Bearer ${access}` }
}

/** What a pair is good for; the refresh token is spent by asking. */
export async function statusesOf(request: APIRequestContext, { access, refresh }: TokenPair) {
  const me = await request.get('/accounts/me/', { headers: bearer(access) })
  const verified = await request.post(`${TOKEN}verify/`, { data: { token: access } })
  const refreshed = await request.post(`${TOKEN}refresh/`, { data: { refresh } })
  return { me: me.status(), verified: verified.status(), refreshed: refreshed.status() }
}
