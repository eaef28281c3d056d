import { expect, test } from 'vitest'
import { env } from '@/lib/env'
import { checkProxy } from './check-origin'
import { look } from './finding'

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
  expect(await look('proxy', () => checkProxy(passage))).toMatchObject({ fault })
})
