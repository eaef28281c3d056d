import { isIP } from 'node:net'

/**
 * Finds the visitor's address behind as many reverse proxies as we trust.
 * Each trusted proxy appends the address it saw, so the visitor's own is that many entries from the right;
 * whatever stands further left was sent by the visitor and means nothing.
 */
export function findClientIp(input: {
  socketAddress: string | undefined
  forwardedFor: string | undefined
  trustedHops: number
}): string {
  const socketAddress = normalizeIp(input.socketAddress ?? '') ?? ''
  if (input.trustedHops === 0 || !input.forwardedFor) return socketAddress
  const addresses = input.forwardedFor.split(',')
  const address = addresses[Math.max(0, addresses.length - input.trustedHops)] ?? ''
  return normalizeIp(address) ?? socketAddress
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
