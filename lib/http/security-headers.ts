const YEAR_SECONDS = 365 * 24 * 3_600

const NO_CONTENT_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"

/**
 * The headers every answer carries, whatever class it is of; pages replace the content policy by their own
 * (proxy.ts), files that never change replace the cache rule.
 */
export function securityHeaders({ isHttps }: { isHttps: boolean }): [name: string, value: string][] {
  const headers: [string, string][] = [
    ['X-Content-Type-Options', 'nosniff'],
    ['Referrer-Policy', 'same-origin'],
    ['X-Frame-Options', 'DENY'],
    ['Cross-Origin-Opener-Policy', 'same-origin'],
    ['Cross-Origin-Resource-Policy', 'same-origin'],
    ['Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()'],
    ['Content-Security-Policy', NO_CONTENT_POLICY],
    ['Cache-Control', 'no-store'],
  ]
  if (isHttps) headers.push(['Strict-Transport-Security', `max-age=${YEAR_SECONDS}; includeSubDomains`])
  return headers
}
