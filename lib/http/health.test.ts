import { expect, it } from 'vitest'
import { healthRoutes } from './health'

type Checks = Parameters<typeof healthRoutes>[0]

async function ask(path: string, checks: Partial<Checks> = {}) {
  const find = healthRoutes({
    isStopping: () => false,
    isFeedFresh: () => true,
    areMigrationsApplied: async () => true,
    ...checks,
  })
  const answer = await find(path)?.(new Request(`http://localhost${path}`))
  return [answer?.status, JSON.parse(answer?.content ?? '')]
}

it('a server that can serve is ready', async () => {
  expect(await ask('/readyz')).toEqual([200, { status: 'ok' }])
})

it.each<[name: string, checks: Partial<Checks>]>([
  ['stopping', { isStopping: () => true }],
  ['migrations', { areMigrationsApplied: async () => false }],
  ['migrations', { areMigrationsApplied: () => Promise.reject(new Error('connection refused')) }],
  ['revocation_feed', { isFeedFresh: () => false }],
])('a server is alive but not ready because of: %s', async (failed, checks) => {
  expect(await ask('/readyz', checks)).toEqual([503, { status: 'unavailable', failed }])
  expect(await ask('/healthz', checks)).toEqual([200, { status: 'ok' }])
})
