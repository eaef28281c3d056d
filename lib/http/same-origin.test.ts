import { expect, it } from 'vitest'
import { env } from '@/lib/env'
import { assertSameOrigin } from './same-origin'

const own = env.AUTH_URL
const refused: [name: string, headers: Record<string, string>][] = [
  ['no Origin', {}],
  ['Origin null', { origin: 'null' }],
  ['an empty Origin', { origin: '' }],
  ['another site', { origin: 'https://evil.example' }],
  ['a host that begins like ours', { origin: `${own}.evil.example` }],
  ['our host as a user name', { origin: `${own}@evil.example` }],
  ['a sub-domain', { origin: own.replace('//', '//evil.') }],
  ['another scheme', { origin: own.replace(/^http/, 'https') }],
  ['another port', { origin: `${new URL(own).protocol}//${new URL(own).hostname}:1` }],
  ['a final slash', { origin: `${own}/` }],
  ['two origins', { origin: `${own}, ${own}` }],
  ['our Origin on a cross-site request', { origin: own, 'sec-fetch-site': 'cross-site' }],
  ['our Origin on a same-site request', { origin: own, 'sec-fetch-site': 'same-site' }],
]

it.each(refused)('W-05 a change with %s is refused', (_, headers) => {
  expect(() => assertSameOrigin(new Headers(headers))).toThrow(expect.objectContaining({ code: 'cross_origin' }))
})

it('W-05 a change sent by a page of ours is taken, with or without Sec-Fetch-Site', () => {
  assertSameOrigin(new Headers({ origin: own }))
  assertSameOrigin(new Headers({ origin: own, 'sec-fetch-site': 'same-origin' }))
})
