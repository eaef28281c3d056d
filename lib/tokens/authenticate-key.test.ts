import { expect, test, vi } from 'vitest'
import { secondsAfter } from '@/lib/sessions/session'
import { callApi, newPerson, TEST_PASSWORD, testClient } from '@/lib/testing/api'
import { authenticateKey } from './authenticate-key'

vi.hoisted(() => {
  Object.assign(process.env, { USE_JWT: 'off', AUTH_KEY_SECONDS: '3600' })
})

test('AUTH_KEY_SECONDS: a key ends then, however often it is used', async () => {
  const { email, id } = await newPerson()
  const before = new Date()
  const { body } = await callApi('/dj-rest-auth/login/', { body: { email, password: TEST_PASSWORD } })
  const after = new Date()
  const ask = (now: Date) => authenticateKey(`Token ${body.key}`, testClient, now)
  for (const seconds of [1, 1_800, 3_599])
    expect(await ask(secondsAfter(before, seconds))).toMatchObject({ user: { id } })
  const refusal = { code: 'not_authenticated', reason: 'key_unknown' }
  await expect(ask(secondsAfter(after, 3_600))).rejects.toMatchObject(refusal)
})
