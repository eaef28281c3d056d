import 'server-only'
import { cookies } from 'next/headers'
import { secretSchema } from '@/lib/accounts/schemas'
import { env } from '@/lib/env'

const isHttps = () => env.AUTH_URL.startsWith('https:')
const cookieName = () => (isHttps() ? '__Host-latchkey.signup' : 'latchkey.signup')

/** Marks the browser that signed up, so that it confirms the address without the password. */
export async function writeSignUpCookie(signUpSecret: string): Promise<void> {
  const jar = await cookies()
  const attributes = { httpOnly: true, sameSite: 'lax', path: '/', secure: isHttps() } as const
  jar.set(cookieName(), signUpSecret, { ...attributes, maxAge: env.CONFIRM_EMAIL_SECONDS })
}

export async function readSignUpSecret(): Promise<string | undefined> {
  const jar = await cookies()
  return secretSchema.safeParse(jar.get(cookieName())?.value).data
}
