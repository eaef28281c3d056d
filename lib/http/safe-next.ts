import { env } from '@/lib/env'

const MAX_LENGTH = 2_048

/**
 * Returns where to go next: a path of our own origin, or the fallback.
 * Every redirect to a place that came with a request goes through here.
 *
 * @see ASVS 5.0, 3.7.2
 */
export function safeNext(value: unknown, fallback = '/profile'): string {
  if (typeof value !== 'string' || value.length > MAX_LENGTH) return fallback
  // URL parsers drop tabs and line ends and read a backslash as a slash, so "/\t/host" and "/\host" leave the origin.
  if (!value.startsWith('/') || /[\\\p{Cc}]/u.test(value)) return fallback
  if (!URL.canParse(value, env.AUTH_URL)) return fallback
  const url = new URL(value, env.AUTH_URL)
  // "/.//host" is a path of ours until its dots are resolved.
  if (url.origin !== env.AUTH_URL || url.pathname.startsWith('//')) return fallback
  return url.pathname + url.search + url.hash
}
