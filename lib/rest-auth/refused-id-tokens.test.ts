import { expect, test, vi } from 'vitest'
import { type Fault, idTokenFaults } from '@/e2e/simulator/people'
import { db } from '@/lib/db'
import { listFailures } from '@/lib/social/list-failures'
import { callApi, newTokens } from '@/lib/testing/api'
import { agreeAt, providersAt } from '@/lib/testing/simulated-providers'

const origin = await vi.hoisted(async () => {
  const { startServer } = await import('@/e2e/simulator/simulator.fixture')
  const started = await startServer()
  process.env.SIMULATOR_URL = started.replace('://', '://latchkey-local:latchkey-local-secret@')
  return started
})
const { providerAt, newPerson } = providersAt(origin)

// Who brings a token may have asked for it without a nonce.
const nonces: Fault[] = ['wrong-nonce', 'missing-nonce']
const faults: Fault[] = [...idTokenFaults, 'missing-subject', 'null-subject']

const doors = [
  ['google', 'google'],
  ['kakao', 'kakao'],
  ['openid', 'simulated'],
] as const

async function callDoor(door: string) {
  // Of one address so many are asked about in five minutes.
  const client = { 'x-latchkey-client-ip': `10.7.0.${doors.findIndex(([, one]) => one === door)}` }
  const { access } = await newTokens()
  return async ({ idToken, accessToken }: { idToken?: string | undefined; accessToken: string }) => {
    const body = { id_token: idToken, access_token: accessToken }
    const signingIn = await callApi(`/dj-rest-auth/${door}/`, { body, headers: client })
    const headers = { ...client, authorization: `Bearer ${access}` }
    const connecting = await callApi(`/dj-rest-auth/${door}/connect/`, { body, headers })
    return [signingIn.status, connecting.status]
  }
}

test.each(doors)('O-01 O-02 O-03 O-12 a wrong id_token of %s opens and connects nothing', async (kind, door) => {
  const bring = await callDoor(door)
  for (const fault of faults.filter((one) => !nonces.includes(one))) {
    const sub = await newPerson(kind, { fault })
    expect(await bring(await agreeAt(providerAt(kind), sub)), fault).toEqual([400, 400])
    const [failure] = await listFailures()
    expect(failure, fault).toMatchObject({ provider: door, reason: 'id_token_refused' })
    expect(await db.account.count({ where: { providerAccountId: sub } }), fault).toBe(0)
  }
  const good = await newPerson(kind)
  expect((await bring(await agreeAt(providerAt(kind), good)))[0]).toBe(200)
  expect(await db.account.count({ where: { providerAccountId: good } })).toBe(1)
})
