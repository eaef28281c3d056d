import 'server-only'
import { cookies, headers } from 'next/headers'
import { DEVICE_SECONDS, deviceCookieName, deviceCookieValue, readDeviceSecrets } from '@/lib/http/device-cookie'
import { ownCookieAttributes } from '@/lib/http/own-cookie'

/** Lets the browser be known for another 400 days, by one secret more if there is a new one; signing out leaves it. */
export async function writeDeviceCookie(newSecret: string | null): Promise<void> {
  const value = deviceCookieValue(readDeviceSecrets(await headers()), newSecret)
  const jar = await cookies()
  jar.set(deviceCookieName(), value, ownCookieAttributes(DEVICE_SECONDS))
}
