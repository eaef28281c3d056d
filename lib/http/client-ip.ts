import { isIP } from 'node:net'
import { isInNetworks } from './networks'

export type TrustedProxies = { hops: number; networks: string[] }

/**
 * Finds the visitor's address behind the reverse proxies that we trust, by their number or by their networks.
 * Each trusted proxy appends the address it saw; whatever stands further left was sent by the visitor and means nothing.
 */
export function findClientIp(input: {
  socketAddress: string | undefined
  forwardedFor: string | undefined
  trusted: TrustedProxies
}): string {
  const { hops, networks } = input.trusted
  const socketAddress = normalizeIp(input.socketAddress ?? '') ?? ''
  if (!input.forwardedFor) return socketAddress
  const addresses = input.forwardedFor.split(',')
  if (networks.length > 0) return findByNetwork(addresses, socketAddress, networks)
  if (hops === 0) return socketAddress
  return normalizeIp(addresses[Math.max(0, addresses.length - hops)] ?? '') ?? socketAddress
}

// From the right, each entry is believed only while whoever appended it is trusted.
function findByNetwork(addresses: string[], socketAddress: string, networks: string[]): string {
  let found = socketAddress
  for (const entry of addresses.reverse()) {
    const address = normalizeIp(entry)
    if (address === null || !isInNetworks(found, networks)) return found
    found = address
  }
  return found
}

/** The address without port, zone or IPv4 mapping, or null when it is none. */
function normalizeIp(text: string): string | null {
  const bare = text
    .trim()
    .replace(/^\[([^\]]+)\](:\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
    .replace(/%.*$/, '')
  const address = bare.replace(/^::ffff:(\d+\.\d+\.\d+\.\d+)$/i, '$1')
  return isIP(address) ? address.toLowerCase() : null
}
