import { expect, test, vi } from 'vitest'
import { db } from '@/lib/db'
import { env } from '@/lib/env'
import { callApi, newPerson, newTokens } from '@/lib/testing/api'
import { codeAt, providersAt } from '@/lib/testing/simulated-providers'

const origin = await vi.hoisted(async () => {
  const { startServer } = await import('@/e2e/simulator/simulator.fixture')
  const started = await startServer()
  process.env.SIMULATOR_URL = started.replace('://', '://latchkey-local:latchkey-local-secret@')
  return started
})
const { providerAt, newPerson: newPersonAt } = providersAt(origin)

test.each([
  ['google', 'google'],
  ['github', 'github'],
  ['kakao', 'kakao'],
  ['naver', 'naver'],
  ['openid', 'simulated'],
] as const)(
  'O-23 an account at %s that belongs to somebody else is not connected, and stays theirs',
  async (kind, door) => {
    const [owner, { user, access }, sub] = [await newPerson(), await newTokens(), await newPersonAt(kind)]
    const theirs = { userId: owner.id, provider: door, providerAccountId: sub, type: 'oidc' }
    const before = await db.account.create({ data: theirs })
    const body = await codeAt(providerAt(kind), sub, `${env.AUTH_URL}/api/auth/callback/${door}`)
    const path = `/dj-rest-auth/${door}/connect/`
    const refused = await callApi(path, { body, headers: { authorization: `Bearer ${access}` } })
    expect(refused.status).toBe(400)
    expect(refused.body).toEqual({ non_field_errors: ['This account is connected to another user.'] })
    expect(await db.account.findMany({ where: { providerAccountId: sub } })).toEqual([before])
    const events = await db.auditEvent.findMany({ where: { userId: user.id, event: 'request.refuse' } })
    expect(events).toMatchObject([{ outcome: 'refused', reason: 'identity_taken', data: { path } }])
  },
)
