import { afterAll, expect, test, vi } from 'vitest'
import { callApi } from '@/lib/testing/api'
import { commonAnswers } from './common-answers'
import { endpoints } from './endpoints'

const databaseOfThisFile = vi.hoisted(() => {
  const { DATABASE_URL } = process.env
  // Nobody listens there.
  process.env.DATABASE_URL = 'postgresql://latchkey@localhost:9/latchkey'
  return DATABASE_URL
})
// Whoever drops it asks there.
afterAll(() => {
  process.env.DATABASE_URL = databaseOfThisFile
})

const email = 'nobody@example.com'
const password = 'copper lantern seventeen'

test.each<[id: string, body?: object]>([
  ['obtainTokens', { email, password }],
  ['readKeys'],
  ['undoChange', { token: 'x' }],
  ['logIn', { email, password }],
  ['requestReset', { email }],
  ['register', { email, password1: password, password2: password }],
  ['logInWithProvider', { code: 'x' }],
])('the documented answer without a database is the real one: %s', async (id, body) => {
  const endpoint = endpoints.find((candidate) => candidate.id === id)
  if (!endpoint) throw new Error(`There is no ${id}`)
  const { method, path, answers } = endpoint
  const answer = await callApi(path.replace('{provider}', 'google'), {
    method: method.toUpperCase(),
    ...(body && { body }),
  })
  expect(answer.status).toBe(503)
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  const schema = answers[503] ?? commonAnswers(method)[503]
  expect(schema?.safeParse(answer.body).error?.issues).toBeUndefined()
})
