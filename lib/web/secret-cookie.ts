import 'server-only'
import { cookies } from 'next/headers'
import { secretSchema } from '@/lib/accounts/schemas'
import { ownCookieAttributes, ownCookieName } from '@/lib/http/own-cookie'

/** A cookie whose secret binds what somebody began to the browser in which they began it. */
export function secretCookie({ name, seconds }: { name: string; seconds: () => number }) {
  return {
    async write(secret: string): Promise<void> {
      const jar = await cookies()
      jar.set(ownCookieName(name), secret, ownCookieAttributes(seconds()))
    },
    async read(): Promise<string | undefined> {
      const jar = await cookies()
      return secretSchema.safeParse(jar.get(ownCookieName(name))?.value).data
    },
    async clear(): Promise<void> {
      const jar = await cookies()
      jar.set(ownCookieName(name), '', ownCookieAttributes(0))
    },
  }
}
