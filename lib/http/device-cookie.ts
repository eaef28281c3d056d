import { hashSecret } from '@/lib/encryption'
import { ownCookieName } from './own-cookie'
import { readCookie } from './read-cookie'

/** As long as browsers keep a cookie; who has not signed in for so long is told of a new device. */
export const DEVICE_SECONDS = 400 * 86_400

// One for each person who signs in at a shared browser, so that nobody's secret is known to vouch for anybody else.
const MAX_SECRETS = 5
const SECRET = /^[\w-]{43}$/
const SEPARATOR = '.'

export function deviceCookieName(): string {
  return ownCookieName('device')
}

/** The secrets in a browser's device cookie, the latest first; whatever we cannot have written counts as none. */
export function readDeviceSecrets(headers: Pick<Headers, 'get'>): string[] {
  const secrets = readCookie(headers.get('cookie'), deviceCookieName())?.split(SEPARATOR) ?? []
  return secrets.length <= MAX_SECRETS && secrets.every((secret) => SECRET.test(secret)) ? secrets : []
}

/** The value of the cookie with one more secret; the oldest gives way. */
export function deviceCookieValue(secrets: string[], newSecret: string | null): string {
  return (newSecret === null ? secrets : [newSecret, ...secrets]).slice(0, MAX_SECRETS).join(SEPARATOR)
}

export function readDeviceHashes(headers: Pick<Headers, 'get'>): string[] {
  return readDeviceSecrets(headers).map(hashSecret)
}
