import { env } from '@/lib/env'

/** Where password managers send people. @see W3C, A Well-Known URL for Changing Passwords */
export function GET(): Response {
  return new Response(null, { status: 302, headers: { location: `${env.AUTH_URL}/security/password` } })
}
