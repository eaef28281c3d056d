import { z } from 'zod'
import { AppError } from '@/lib/errors'
import { fetchJson } from '../fetch-json'
import type { OpenIdProvider, ProviderClaims } from '../provider'
import type { ProviderSettings } from '../provider-settings'
import { openIdDefaults } from './openid'

const KAKAO = 'https://kauth.kakao.com'
const KAKAO_SIGN_IN = 'https://accounts.kakao.com'

/** Kakao: an id_token for who it is, its user API for whether the address is theirs. */
export function kakao(settings: ProviderSettings): OpenIdProvider {
  const { issuer, appId } = settings
  const api = issuer === KAKAO ? 'https://kapi.kakao.com' : issuer
  const defaults = openIdDefaults(settings)
  return {
    ...defaults,
    signInOrigins: [...defaults.signInOrigins, ...(issuer === KAKAO ? [KAKAO_SIGN_IN] : [])],
    isOwnEndpoint: (url) => url.origin === new URL(issuer).origin || url.origin === new URL(api).origin,
    clientAuthentication: 'client_secret_post',
    scope: 'openid profile_nickname account_email',
    freshSignInParameters: { prompt: 'login' },
    completeClaims: (claims, accessToken) => completeClaims(api, claims, accessToken),
    assertIssuedToUs: appId ? (accessToken) => assertIssuedToApp(appId, api, accessToken) : null,
  }
}

const userSchema = z.object({
  id: z.number().int().positive(),
  kakao_account: z
    .object({
      email: z.string().max(320).nullish(),
      is_email_valid: z.unknown().optional(),
      is_email_verified: z.unknown().optional(),
      profile: z.object({ nickname: z.string().max(1_000).nullish() }).nullish(),
    })
    .nullish(),
})

// The id_token names an address without a word on whose it is.
async function completeClaims(api: string, claims: ProviderClaims, accessToken: string | undefined) {
  if (accessToken === undefined) return { ...claims, isEmailVerified: false }
  const headers = { authorization: `Bearer ${accessToken}` }
  const { id, kakao_account } = await fetchJson(userSchema, 'access_token_refused', `${api}/v2/user/me`, { headers })
  if (String(id) !== claims.sub) throw new AppError('provider_failed', { reason: 'userinfo_of_another_subject' })
  const { email = null, is_email_valid, is_email_verified, profile } = kakao_account ?? {}
  const isEmailVerified = is_email_valid === true && is_email_verified === true
  return { ...claims, email, isEmailVerified, name: profile?.nickname ?? claims.name }
}

const tokenInfoSchema = z.object({ app_id: z.number().int() })

async function assertIssuedToApp(appId: string, api: string, accessToken: string): Promise<void> {
  const headers = { authorization: `Bearer ${accessToken}` }
  const url = `${api}/v1/user/access_token_info`
  const { app_id } = await fetchJson(tokenInfoSchema, 'access_token_refused', url, { headers })
  if (String(app_id) !== appId) throw new AppError('provider_failed', { reason: 'access_token_of_another_client' })
}
