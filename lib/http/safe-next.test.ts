import { describe, expect, it } from 'vitest'
import { env } from '@/lib/env'
import { safeNext } from './safe-next'

const foreign = [
  'https://evil.example',
  'http:evil.example',
  'https:evil.example',
  'https:/evil.example',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\/evil.example',
  '\\\\evil.example',
  '\t//evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/\r\n//evil.example',
  ' //evil.example',
  '/.//evil.example',
  '/..//evil.example',
  '/%2e//evil.example',
  '/a/..//evil.example',
  '/a/%2e%2e//evil.example',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  'blob:x',
  '@evil.example',
  'user@evil.example',
  'https://user:password@evil.example',
  'https://еvil.example',
  'https://evil。example',
  '//evil%E3%80%82example',
  'profile',
  '?next=/profile',
  '#x',
  '',
  '/\u0000',
  '/\u007f',
  '/\u0085/evil.example',
  `/${'a'.repeat(3_000)}`,
  undefined,
  null,
  7,
  {},
  ['/profile'],
  ['//evil.example', '/profile'],
]

describe('safeNext', () => {
  it.each(foreign.map((value) => [value]))('W-10 sends %j to the fallback', (value) => {
    expect(safeNext(value)).toBe('/profile')
    expect(safeNext(value, '/')).toBe('/')
  })

  it('W-10 sends a host that only begins like ours, or another port of ours, to the fallback', () => {
    const { protocol, host, hostname } = new URL(env.AUTH_URL)
    for (const value of [
      `${protocol}//${host}.evil.example/`,
      `${protocol}//${host}@evil.example/`,
      `${protocol}//${hostname}:1/`,
      `//${host}.evil.example`,
      `${env.AUTH_URL}/profile`,
    ]) {
      expect(safeNext(value), value).toBe('/profile')
    }
  })

  it.each([
    ['/devices', '/devices'],
    ['/devices?page=2#list', '/devices?page=2#list'],
    ['/', '/'],
    ['/a/../devices', '/devices'],
    ['/@evil.example', '/@evil.example'],
    ['/%0d%0aLocation:%20//evil.example', '/%0d%0aLocation:%20//evil.example'],
    ['/%2f%2fevil.example', '/%2f%2fevil.example'],
    ['/%5cevil.example', '/%5cevil.example'],
    ['/login?next=//evil.example', '/login?next=//evil.example'],
    ['/프로필', '/%ED%94%84%EB%A1%9C%ED%95%84'],
  ])('W-10 keeps %j on our origin', (value, expected) => {
    const target = safeNext(value)
    expect(target).toBe(expected)
    expect(new URL(target, env.AUTH_URL).origin).toBe(env.AUTH_URL)
  })
})
