import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { env } from '@/lib/env'
import { checkFromOutside, checkProxy } from './check-origin'
import { look } from './finding'
import { namesOf } from './finding.fixture'

const ours = env.AUTH_URL.startsWith('https:') ? 'https' : 'http'
const other = ours === 'https' ? 'http' : 'https'

test.each([
  ['nothing in between', '0', null],
  ['no header at all', null, null],
  ['a proxy that says how one came', `0 ${ours}`, null],
  ['a proxy that says otherwise', `0 ${other}`, 'proxy_speaks_otherwise'],
  ['a proxy that nobody told us of', `1 ${ours}`, 'proxy_not_trusted'],
])('what the proxies say is compared with the settings: %s', async (_, passage, fault) => {
  expect(env.TRUSTED_PROXY_HOPS).toBe(0)
  expect(namesOf([await look('proxy', () => checkProxy(passage))])).toEqual(fault ? [`proxy: ${fault}`] : [])
})

const behind = (hops: number) => ({ AUTH_URL: env.AUTH_URL, TRUSTED_PROXIES: [], TRUSTED_PROXY_HOPS: hops })

test.each([
  ['one proxy that names itself', 1, `1 ${ours}`, []],
  ['a proxy that says nothing', 1, `0 ${ours}`, ['proxy: proxy_says_nothing']],
  ['two proxies of which one says something', 2, `1 ${ours}`, ['proxy: proxy_says_nothing']],
])('with proxies in the settings %s is judged', async (_, hops, passage, found) => {
  expect(namesOf([await look('proxy', () => checkProxy(passage, behind(hops)))])).toEqual(found)
})

type Answer = { status: number; headers?: Record<string, string> }
const COOKIE = 'latchkey.mailed=; Path=/verify-email; Max-Age=0; HttpOnly; SameSite=lax'
const withCookie = (cookie: string) => ({ status: 303, headers: { location: '/verify-email', 'set-cookie': cookie } })

async function startPlace(health: Answer, page: Answer): Promise<string> {
  const server = createServer(({ url }, response) => {
    const { status, headers } = url === '/healthz' ? health : page
    response.writeHead(status, headers).end()
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  onTestFinished(() => void server.close())
  return `http://localhost:${(server.address() as AddressInfo).port}`
}

test.each<[string, string[], Answer, Answer]>([
  ['this server', [], { status: 200 }, withCookie(COOKIE)],
  [
    'a redirect',
    ['origin: origin_redirects'],
    { status: 301, headers: { location: 'https://www.acme.test' } },
    withCookie(COOKIE),
  ],
  ['another server', ['origin: origin_elsewhere'], { status: 404 }, withCookie(COOKIE)],
  ['a proxy that asks for another host', ['cookies: host_changed'], { status: 200 }, { status: 421 }],
  ['a proxy that swallows cookies', ['cookies: cookie_missing'], { status: 200 }, { status: 303 }],
  [
    'a proxy that gives cookies a domain',
    ['cookies: cookie_changed'],
    { status: 200 },
    withCookie(`${COOKIE}; Domain=acme.test`),
  ],
  [
    'a proxy that moves cookies',
    ['cookies: cookie_changed'],
    { status: 200 },
    withCookie(COOKIE.replace('/verify-email', '/id')),
  ],
  ['a proxy that marks cookies', ['cookies: cookie_changed'], { status: 200 }, withCookie(`${COOKIE}; Secure`)],
])('what is found at AUTH_URL is named: %s', async (_, found, health, page) => {
  expect(namesOf(await checkFromOutside(await startPlace(health, page)))).toEqual(found)
})

test('an AUTH_URL in the clear, or one where nobody listens, is named', async () => {
  expect(namesOf(await checkFromOutside('http://id.acme.test'))).toEqual(['origin: origin_without_tls'])
  expect(namesOf(await checkFromOutside('http://localhost:1'))).toEqual(['origin: origin_unreachable'])
})
