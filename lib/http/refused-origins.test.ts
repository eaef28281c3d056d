import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { env } from '@/lib/env'
import { limits } from '@/lib/limits/limits'
import { startBrowserSession } from '@/lib/sessions/start-session'
import { newPerson, testClient } from '@/lib/testing/api'
import { sealSessionSecret, sessionCookieName } from '@/lib/web/session-token'
import { sessionToken } from '@/lib/web/session-token-route'
import { CLIENT_IP_HEADER, REQUEST_ID_HEADER } from './client'
import { ask, startServer } from './server.fixture'

const eventsOf = (event: string) =>
  db.auditEvent.findMany({ where: { event, reason: 'cross_origin' }, orderBy: { at: 'desc' } })

test('O-22 a change that another origin asks for is recorded: why, where, from which address, device and request', async () => {
  const port = await startServer()
  const device = { 'user-agent': 'a browser' }
  const { status, headers } = await ask(
    port,
    'POST /security/connections?secret=x',
    { origin: 'null', ...device },
    'a=b',
  )
  expect(status).toBe(403)
  expect(await eventsOf('request.refuse')).toMatchObject([
    {
      outcome: 'refused',
      userId: null,
      data: { path: '/security/connections' },
      ip: '127.0.0.1',
      userAgent: 'a browser',
      requestId: headers.get('x-request-id'),
    },
  ])
  await ask(port, 'POST /security/connections', { origin: env.AUTH_URL }, 'a=b')
  expect(await eventsOf('request.refuse')).toHaveLength(1)
})

test('O-22 where programs ask with our cookie, it is recorded, too', async () => {
  const headers = { origin: 'https://evil.example', [CLIENT_IP_HEADER]: '10.6.3.1', [REQUEST_ID_HEADER]: 'there' }
  const { status } = await sessionToken(new Request(`${env.AUTH_URL}/api/session/token/`, { method: 'POST', headers }))
  expect(status).toBe(403)
  const [event] = await eventsOf('request.refuse')
  expect(event).toMatchObject({ ip: '10.6.3.1', requestId: 'there', data: { path: '/api/session/token/' } })
})

test('O-22 of a signed-in browser it is recorded whose account it was: a sibling subdomain sends our cookies', async () => {
  const { id: userId } = await newPerson()
  const { secret } = await startBrowserSession({ userId, method: 'password', isKept: false, client: testClient })
  const cookie = `${sessionCookieName()}=${await sealSessionSecret(secret, 60)}`
  const headers = { origin: 'https://sibling.example', cookie, [CLIENT_IP_HEADER]: '10.6.3.2' }
  const port = await startServer()
  expect((await ask(port, 'POST /security/connections', headers, 'a=b')).status).toBe(403)
  const url = `${env.AUTH_URL}/api/session/token/`
  expect((await sessionToken(new Request(url, { method: 'POST', headers }))).status).toBe(403)
  const where = { userId, event: 'request.refuse', reason: 'cross_origin' }
  const events = await db.auditEvent.findMany({ where, orderBy: { at: 'asc' } })
  const paths = ['/security/connections', '/api/session/token/']
  expect(events.map(({ data }) => data)).toEqual(paths.map((path) => ({ path })))
})

test('O-22 a flood of them is refused to the last, and fills no log', async () => {
  const port = await startServer()
  const path = `/${'x'.repeat(8_000)}`
  const statuses = await Promise.all(
    Array.from(
      { length: 40 },
      async () => (await ask(port, `POST ${path}`, { origin: 'https://evil.example' })).status,
    ),
  )
  expect(new Set(statuses)).toEqual(new Set([403]))
  const recorded = (await eventsOf('request.refuse')).filter(({ ip }) => ip === '127.0.0.1')
  expect(recorded).toHaveLength(limits.cross_origin.address.points)
  expect(JSON.stringify(recorded).length).toBeLessThan(limits.cross_origin.address.points * 1_000)
  expect(await eventsOf('limit.reach')).toHaveLength(1)
})
