import 'server-only'
import { cookies } from 'next/headers'
import { ownCookieAttributes } from '@/lib/http/own-cookie'
import type { Session } from '@/lib/sessions/session'
import { sealSessionSecret, sessionCookieName } from './session-token'

/** Hands a session to the browser; one that is not kept ends with the browser. Only in actions and routes. */
export async function writeSessionCookie(signIn: { secret: string; session: Session }, now: Date = new Date()) {
  const { secret, session } = signIn
  const maxAge = Math.max(1, Math.floor((session.expiresAt.getTime() - now.getTime()) / 1000))
  const jar = await cookies()
  const value = await sealSessionSecret(secret, maxAge)
  jar.set(sessionCookieName(), value, ownCookieAttributes(session.isKept ? maxAge : undefined))
}

export async function clearSessionCookie(): Promise<void> {
  const jar = await cookies()
  jar.set(sessionCookieName(), '', ownCookieAttributes(0))
}
