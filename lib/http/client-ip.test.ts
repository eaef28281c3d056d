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
    expect(findClientIp({ socketAddress, forwardedFor, trusted: { hops: trustedHops, networks: [] } })).toBe(ip)
  })

  it.each<[socketAddress: string, forwardedFor: string | undefined, ip: string, why: string]>([
    ['10.0.0.9', '203.0.113.7', '203.0.113.7', 'the proxy is in a trusted network'],
    ['10.0.0.9', undefined, '10.0.0.9', 'a proxy that adds nothing is the client'],
    ['198.51.100.4', '203.0.113.7', '198.51.100.4', 'who connects from elsewhere is believed nothing'],
    ['10.0.0.9', '1.2.3.4, 203.0.113.7', '203.0.113.7', 'what the visitor sent stands further left'],
    ['10.0.0.9', '1.2.3.4, 203.0.113.7, 10.3.0.1, fd00::5', '203.0.113.7', 'any number of trusted proxies'],
    ['10.0.0.9', '10.0.0.1, 203.0.113.7', '203.0.113.7', 'a trusted address that the visitor made up'],
    ['10.0.0.9', '1.2.3.4, <script>', '10.0.0.9', 'what is no address ends the list'],
    ['::ffff:10.0.0.9', '203.0.113.7', '203.0.113.7', 'a proxy mapped into IPv6'],
    ['172.16.0.1', '203.0.113.7', '203.0.113.7', 'a single address without bits'],
    ['172.16.0.2', '203.0.113.7', '172.16.0.2', 'its neighbour'],
  ])('P-12 from %s with %s finds %s: %s', (socketAddress, forwardedFor, ip) => {
    const trusted = { hops: 0, networks: ['10.0.0.0/8', 'fd00::/8', '172.16.0.1'] }
    expect(findClientIp({ socketAddress, forwardedFor, trusted })).toBe(ip)
  })

  it('reads an IPv4-mapped socket address', () => {
    const request = { socketAddress: '::ffff:127.0.0.1', forwardedFor: undefined }
    expect(findClientIp({ ...request, trusted: { hops: 0, networks: [] } })).toBe('127.0.0.1')
  })
})
