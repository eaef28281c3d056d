import 'server-only'
import { cookies } from 'next/headers'
import { env } from '@/lib/env'
import { PENDING_LINK_SECONDS } from '@/lib/social/settle-identity'
import { shortLivedCookie } from './provider-intent'

const cookieName = () => (env.AUTH_URL.startsWith('https:') ? '__Host-latchkey.link' : 'latchkey.link')

/** Binds a pending link to this browser. */
export async function writeLinkCookie(pendingToken: string): Promise<void> {
  const jar = await cookies()
  jar.set(cookieName(), pendingToken, shortLivedCookie(PENDING_LINK_SECONDS))
}

export async function readLinkCookie(): Promise<string | null> {
  const jar = await cookies()
  return jar.get(cookieName())?.value ?? null
}

export async function clearLinkCookie(): Promise<void> {
  const jar = await cookies()
  jar.set(cookieName(), '', shortLivedCookie(0))
}
