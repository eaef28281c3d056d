import 'server-only'
import { cookies, headers } from 'next/headers'
import { decode, encode } from 'next-auth/jwt'
import { z } from 'zod'
import { env } from '@/lib/env'
import type { Session } from '@/lib/sessions/session'

const MAX_VALUE_LENGTH = 1_024

const contentSchema = z.object({ sid: z.string().regex(/^[\w-]{43}$/) })

const isHttps = () => env.AUTH_URL.startsWith('https:')

function sessionCookieName(): string {
  return isHttps() ? '__Host-latchkey.session' : 'latchkey.session'
}

function attributes() {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure: isHttps() } as const
}

/** Hands a session to the browser; one that is not kept ends with the browser. Only in actions and routes. */
export async function writeSessionCookie(signIn: { secret: string; session: Session }, now: Date = new Date()) {
  const { secret, session } = signIn
  const maxAge = Math.max(1, Math.floor((session.expiresAt.getTime() - now.getTime()) / 1000))
  const name = sessionCookieName()
  const value = await encode({ token: { sid: secret }, secret: env.AUTH_SECRET, salt: name, maxAge })
  const jar = await cookies()
  jar.set(name, value, { ...attributes(), ...(session.isKept && { maxAge }) })
}

/**
 * The secret in this browser's cookie, or null for anything that we did not make for this purpose.
 * Two cookies of our name are ambiguous (one may have been tossed in from a sub-domain): neither counts.
 */
export async function readSessionSecret(): Promise<string | null> {
  const name = sessionCookieName()
  const sent = (await headers()).get('cookie') ?? ''
  const values = sent.split(';').flatMap((pair) => {
    const [key, value = ''] = pair.trim().split('=', 2)
    return key === name ? [value] : []
  })
  // A cookie written by this very request is not in the header yet.
  const written = (await cookies()).get(name)?.value
  const value = written ?? values[0]
  if (values.length > 1 || !value || value.length > MAX_VALUE_LENGTH) return null
  const token = await decode({ token: value, secret: env.AUTH_SECRET, salt: name }).catch(() => null)
  return contentSchema.safeParse(token).data?.sid ?? null
}

export async function clearSessionCookie(): Promise<void> {
  const jar = await cookies()
  jar.set(sessionCookieName(), '', { ...attributes(), maxAge: 0 })
}
