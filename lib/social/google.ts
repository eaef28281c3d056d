import { env } from '@/lib/env'
import type { Provider, ProviderClaims } from './provider'

const GOOGLE = 'https://accounts.google.com'
/** Google states auth_time only when asked for it so, and to clients for which "session age claims" are switched on. */
const AUTH_TIME_CLAIM = JSON.stringify({ id_token: { auth_time: { essential: true } } })

/** Google, or what speaks like it at AUTH_GOOGLE_ISSUER; null without credentials. */
export function findGoogle(): Provider | null {
  if (!env.AUTH_GOOGLE_ID || !env.AUTH_GOOGLE_SECRET) return null
  const issuer = env.AUTH_GOOGLE_ISSUER
  return {
    id: 'google',
    name: 'Google',
    issuer,
    tokenIssuers: issuer === GOOGLE ? [GOOGLE, 'accounts.google.com'] : [issuer],
    isOwnEndpoint: (url) => url.origin === new URL(issuer).origin || (issuer === GOOGLE && isGoogleApi(url)),
    clientId: env.AUTH_GOOGLE_ID,
    clientSecret: env.AUTH_GOOGLE_SECRET,
    scope: 'openid email profile',
    tokenInfoUrl: issuer === GOOGLE ? 'https://oauth2.googleapis.com/tokeninfo' : `${issuer}/tokeninfo`,
    freshSignInParameters: { prompt: 'login', max_age: '0', claims: AUTH_TIME_CLAIM },
    isAuthoritative: isGoogleAuthoritative,
  }
}

function isGoogleApi({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' && hostname.endsWith('.googleapis.com')
}

/** @see https://developers.google.com/identity/gsi/web/guides/verify-google-id-token */
export function isGoogleAuthoritative({ email, isEmailVerified, hd }: ProviderClaims): boolean {
  if (!email || !isEmailVerified) return false
  const domain = email.slice(email.lastIndexOf('@') + 1)
  return domain === 'gmail.com' || (hd !== null && hd.toLowerCase() === domain)
}
