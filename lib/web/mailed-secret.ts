import { type NextRequest, NextResponse } from 'next/server'
import { secretSchema } from '@/lib/accounts/schemas'
import { env } from '@/lib/env'
import { ownCookieAttributes } from '@/lib/http/own-cookie'

/** The pages that links in our mails lead to. */
const pages = ['/verify-email', '/reset-password', '/undo', '/security/addresses/confirm', '/undo-deletion'] as const
export type MailedPage = (typeof pages)[number]

const LIFETIME_SECONDS = 3_600

export const mailedSecretCookie = () =>
  env.AUTH_URL.startsWith('https:') ? '__Secure-latchkey.mailed' : 'latchkey.mailed'

export function mailedSecretAttributes(page: MailedPage, secret: string) {
  return { ...ownCookieAttributes(secret ? LIFETIME_SECONDS : 0), path: page }
}

/**
 * Takes the secret of a mailed link out of the address at once, into a cookie that only its page is sent: so it stands
 * in no history, no Referer and no screenshot.
 * @returns the way to the page without it; null where there is nothing to take out
 */
export function takeSecretOutOfUrl({ nextUrl }: NextRequest): NextResponse | null {
  const { pathname, searchParams } = nextUrl
  const page = pages.find((path) => path === pathname)
  if (!page || !searchParams.has('token')) return null
  const [token, ...others] = searchParams.getAll('token')
  const secret = others.length === 0 ? (secretSchema.safeParse(token).data ?? '') : ''
  const response = NextResponse.redirect(new URL(page, env.AUTH_URL), 303)
  response.headers.set('cache-control', 'no-store')
  response.headers.set('referrer-policy', 'no-referrer')
  response.cookies.set(mailedSecretCookie(), secret, mailedSecretAttributes(page, secret))
  return response
}
