import { z } from 'zod'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { fetchJson } from '../fetch-json'
import type { OpenIdProvider, ProviderClaims } from '../provider'
import type { ProviderSettings } from '../provider-settings'
import { openIdDefaults } from './openid'

const GOOGLE = 'https://accounts.google.com'
/** Google states auth_time only when asked for it so, and to clients for which "session age claims" are switched on. */
const AUTH_TIME_CLAIM = JSON.stringify({ id_token: { auth_time: { essential: true } } })

/** Google, or what speaks like it at another issuer. */
export function google(settings: ProviderSettings): OpenIdProvider {
  const { issuer, clientId } = settings
  const fedCmConfigUrl = issuer === GOOGLE ? `${GOOGLE}/gsi/fedcm.json` : `${issuer}/fedcm.json`
  const tokenInfoUrl = issuer === GOOGLE ? 'https://oauth2.googleapis.com/tokeninfo' : `${issuer}/tokeninfo`
  return {
    ...openIdDefaults(settings),
    tokenIssuers: issuer === GOOGLE ? [GOOGLE, 'accounts.google.com'] : [issuer],
    isOwnEndpoint: (url) => url.origin === new URL(issuer).origin || (issuer === GOOGLE && isGoogleApi(url)),
    refusesInAppBrowsers: true,
    fedCmConfigUrl: env.AUTH_GOOGLE_ONE_TAP === 'on' ? fedCmConfigUrl : null,
    // Google knows no scope for it.
    ...{ scope: 'openid email profile', offlineParameters: { access_type: 'offline' } },
    // Google lists no `login` among the prompts that it takes; how long ago it asked, auth_time tells.
    freshSignInParameters: { prompt: 'select_account', max_age: '0', claims: AUTH_TIME_CLAIM },
    assertIssuedToUs: (accessToken) => assertIssuedTo(clientId, tokenInfoUrl, accessToken),
    isAuthoritative: isGoogleAuthoritative,
  }
}

function isGoogleApi({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' && hostname.endsWith('.googleapis.com')
}

const tokenInfoSchema = z.object({ aud: z.string() })

async function assertIssuedTo(clientId: string, tokenInfoUrl: string, accessToken: string): Promise<void> {
  if (env.AUTH_GOOGLE_AUDIENCE_CHECK === 'off') return
  const url = `${tokenInfoUrl}?${new URLSearchParams({ access_token: accessToken })}`
  const { aud } = await fetchJson(tokenInfoSchema, 'access_token_refused', url)
  if (aud !== clientId) throw new AppError('provider_failed', { reason: 'access_token_of_another_client' })
}

/** @see https://developers.google.com/identity/gsi/web/guides/verify-google-id-token */
export function isGoogleAuthoritative({ email, isEmailVerified, hd }: ProviderClaims): boolean {
  if (!email || !isEmailVerified) return false
  const domain = email.slice(email.lastIndexOf('@') + 1)
  return domain === 'gmail.com' || (hd !== null && hd.toLowerCase() === domain)
}
