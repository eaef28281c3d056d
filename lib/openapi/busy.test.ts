import { expect, test, vi } from 'vitest'
import { countAttempt } from '@/lib/limits/count-attempt'
import { type LimitedAct, limits } from '@/lib/limits/limits'
import { callApi, newTokens } from '@/lib/testing/api'
import { commonAnswers } from './common-answers'
import { account } from './scenarios.fixture'

vi.hoisted(() => {
  // Nobody listens there, and nobody is asked.
  Object.assign(process.env, { AUTH_GOOGLE_ID: 'x', AUTH_GOOGLE_SECRET: 'x', AUTH_GOOGLE_ISSUER: 'http://localhost:9' })
})

const client = { ip: '', userAgent: '', requestId: '' }
const email = 'nobody@example.com'
const password = 'copper lantern seventeen'

/** Uses up what the address of the requests below has, so that the next is refused. */
async function exhaust(act: LimitedAct): Promise<void> {
  for (let tries = 0; tries < limits[act].address.points; tries += 1)
    await countAttempt({ act, client }).catch(() => {})
}

async function askTwiceForExport() {
  const tokens = await newTokens()
  await account('me/export/', tokens)
  return account('me/export/', tokens)
}

const post = (path: string, body: object) => () => callApi(path, { body })

test.each<[group: string, act: LimitedAct | null, ask: () => ReturnType<typeof callApi>]>([
  ['tokens', 'password', post('/accounts/token/', { email, password })],
  ['account, by its own limit', null, askTwiceForExport],
  ['account', 'link', post('/accounts/undo/', { token: 'x' })],
  ['session', 'password', post('/dj-rest-auth/login/', { email, password })],
  ['password', 'mail', post('/dj-rest-auth/password/reset/', { email })],
  ['registration', 'sign_up', post('/dj-rest-auth/registration/', { email, password1: password, password2: password })],
  ['social', 'provider', post('/dj-rest-auth/google/', { code: 'x' })],
])('the documented answer of a busy endpoint is the real one: %s', async (_, act, ask) => {
  if (act) await exhaust(act)
  const { status, headers, body } = await ask()
  expect([status, body]).toEqual([429, { detail: expect.stringMatching(/throttled/) }])
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  expect(commonAnswers('post')[429]?.safeParse(body).success).toBe(true)
})
