import { describe, expect, it } from 'vitest'
import { findClientIp } from './client-ip'

describe('findClientIp', () => {
  const socketAddress = '10.0.0.9'
  it.each<[hops: number, forwardedFor: string | undefined, ip: string, why: string]>([
    [0, '203.0.113.7', '10.0.0.9', 'without trusted proxies the header means nothing'],
    [1, undefined, '10.0.0.9', 'a proxy that adds nothing is the client'],
    [1, '203.0.113.7', '203.0.113.7', 'one proxy: the last entry'],
    [1, '1.2.3.4, 203.0.113.7', '203.0.113.7', 'what the visitor sent stands further left'],
    [2, '1.2.3.4, 203.0.113.7, 10.0.0.1', '203.0.113.7', 'two proxies: the last but one'],
    [2, '203.0.113.7', '203.0.113.7', 'fewer entries than proxies'],
    [1, '1.2.3.4, <script>', '10.0.0.9', 'what is no address falls back to the socket'],
    [1, '203.0.113.7:4711', '203.0.113.7', 'a port is dropped'],
    [1, '[2001:DB8::1]:4711', '2001:db8::1', 'brackets and port are dropped'],
    [1, '::ffff:203.0.113.7', '203.0.113.7', 'IPv4 mapped into IPv6'],
    [1, 'fe80::1%eth0', 'fe80::1', 'a zone is dropped'],
  ])('with %i trusted proxies and %s finds %s: %s', (trustedHops, forwardedFor, ip) => {
    expect(findClientIp({ socketAddress, forwardedFor, trustedHops })).toBe(ip)
  })

  it('reads an IPv4-mapped socket address', () => {
    expect(findClientIp({ socketAddress: '::ffff:127.0.0.1', forwardedFor: undefined, trustedHops: 0 })).toBe(
      '127.0.0.1',
    )
  })
})
