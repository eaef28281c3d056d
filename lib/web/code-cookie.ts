import 'server-only'
import { cookies } from 'next/headers'
import { secretSchema } from '@/lib/accounts/schemas'
import { SIGN_IN_CODE_SECONDS } from '@/lib/accounts/sign-in-by-code'
import { env } from '@/lib/env'
import { shortLivedCookie } from './provider-intent'

const cookieName = () => (env.AUTH_URL.startsWith('https:') ? '__Host-latchkey.code' : 'latchkey.code')

/** Binds a code to the browser that asked for it: read over a shoulder, it opens nothing elsewhere. */
export async function writeCodeCookie(codeSecret: string): Promise<void> {
  const jar = await cookies()
  jar.set(cookieName(), codeSecret, shortLivedCookie(SIGN_IN_CODE_SECONDS))
}

export async function readCodeSecret(): Promise<string | undefined> {
  const jar = await cookies()
  return secretSchema.safeParse(jar.get(cookieName())?.value).data
}

export async function clearCodeCookie(): Promise<void> {
  const jar = await cookies()
  jar.set(cookieName(), '', shortLivedCookie(0))
}
