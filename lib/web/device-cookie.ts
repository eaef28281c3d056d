import 'server-only'
import { cookies, headers } from 'next/headers'
import { env } from '@/lib/env'
import { DEVICE_SECONDS, deviceCookieName, deviceCookieValue, readDeviceSecrets } from '@/lib/http/device-cookie'

/** Lets the browser be known for another 400 days, by one secret more if there is a new one; signing out leaves it. */
export async function writeDeviceCookie(newSecret: string | null): Promise<void> {
  const value = deviceCookieValue(readDeviceSecrets(await headers()), newSecret)
  const isHttps = env.AUTH_URL.startsWith('https:')
  const attributes = { httpOnly: true, sameSite: 'lax', path: '/', secure: isHttps } as const
  const jar = await cookies()
  jar.set(deviceCookieName(), value, { ...attributes, maxAge: DEVICE_SECONDS })
}
