import { readFileSync } from 'node:fs'
import type { APIRequestContext } from '@playwright/test'
import { expect, type TestUser, test } from '../fixtures'

const MINUTE = 60_000
const SOAK_MS = 10 * MINUTE
const WARM_UP_MS = 2 * MINUTE
const VISITORS = 4
const MAX_GROWTH = 1.3

/** One visitor’s round: tokens obtained, used, verified, refreshed and blacklisted, and the public pages read. */
async function visit(request: APIRequestContext, { email, password }: TestUser, address: string): Promise<number[]> {
  const headers = { 'x-forwarded-for': address }
  const post = (path: string, data: object) => request.post(path, { data, headers })
  const obtained = await post('/accounts/token/', { email, password })
  const { access, refresh } = await obtained.json()
  const me = await request.get('/accounts/me/', { headers: { ...headers, authorization: `Bearer ${access}` } })
  const verified = await post('/accounts/token/verify/', { token: access })
  const refreshed = await post('/accounts/token/refresh/', { refresh })
  const ended = await post('/accounts/token/blacklist/', { refresh: (await refreshed.json()).refresh })
  const pages = await Promise.all(['/', '/login', '/signup'].map((path) => request.get(path, { headers })))
  return [obtained, me, verified, refreshed, ended, ...pages].map((response) => response.status())
}

function residentMegabytes(): number {
  const status = readFileSync(`/proc/${process.env.E2E_APPLICATION_PID}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024
}

test('ten minutes of visitors: every answer is right, and memory does not grow', async ({ request, newUser }) => {
  test.setTimeout(SOAK_MS + 2 * MINUTE)
  const startedAt = Date.now()
  const statuses = new Map<number, number>()
  let warm = Number.NaN

  async function visitor(number: number) {
    for (let round = 0; Date.now() - startedAt < SOAK_MS; round += 1) {
      const address = `10.9.${number}.${round % 250}`
      for (const status of await visit(request, await newUser(), address)) {
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
      }
      if (Number.isNaN(warm) && Date.now() - startedAt > WARM_UP_MS) warm = residentMegabytes()
    }
  }
  await Promise.all(Array.from({ length: VISITORS }, (_, number) => visitor(number)))
  const end = residentMegabytes()
  const description = `${statuses.get(200)} answers, ${warm.toFixed(0)} MB after the warm-up, ${end.toFixed(0)} MB at the end`
  test.info().annotations.push({ type: 'measured', description })
  expect([...statuses.keys()]).toEqual([200])
  expect(end / warm).toBeLessThan(MAX_GROWTH)
})
