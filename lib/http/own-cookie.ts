import { env } from '@/lib/env'

const isHttps = () => env.AUTH_URL.startsWith('https:')

/** `__Host-` keeps sub-domains and http pages from setting it; browsers allow that prefix on https only. */
export function ownCookieName(name: string): string {
  return `${isHttps() ? '__Host-' : ''}latchkey.${name}`
}

/** Out of reach of scripts and of what other sites post; without an age, in seconds, it ends with the browser. */
export function ownCookieAttributes(maxAge?: number) {
  const age = maxAge === undefined ? {} : { maxAge }
  return { httpOnly: true, sameSite: 'lax', path: '/', secure: isHttps(), ...age } as const
}
