const YEAR_SECONDS = 365 * 24 * 3_600

const NO_CONTENT_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"

/**
 * The headers every answer carries, whatever class it is of; pages replace the content policy by their own
 * (proxy.ts), files that never change replace the cache rule.
 */
export function securityHeaders({ isHttps }: { isHttps: boolean }): [name: string, value: string][] {
  const headers: [string, string][] = [
    ['x-content-type-options', 'nosniff'],
    ['referrer-policy', 'same-origin'],
    ['x-frame-options', 'DENY'],
    ['cross-origin-opener-policy', 'same-origin'],
    ['cross-origin-resource-policy', 'same-origin'],
    ['permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()'],
    ['content-security-policy', NO_CONTENT_POLICY],
    ['cache-control', 'no-store'],
  ]
  if (isHttps) headers.push(['strict-transport-security', `max-age=${YEAR_SECONDS}; includeSubDomains`])
  return headers
}
