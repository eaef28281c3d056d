import { z } from 'zod'
import { fetchJson } from '../fetch-json'
import type { OAuthProvider, ProviderClaims } from '../provider'
import type { ProviderSettings } from '../provider-settings'
import { redirectUriOf } from './openid'

const NAVER = 'https://nid.naver.com'

/** Naver: OAuth 2 without PKCE. The address in a profile is one that the person typed, so it is never believed. */
export function naver({ issuer, ...settings }: ProviderSettings): OAuthProvider {
  const profileUrl = issuer === NAVER ? 'https://openapi.naver.com/v1/nid/me' : `${issuer}/v1/nid/me`
  return {
    ...settings,
    protocol: 'oauth',
    authorizationUrl: `${issuer}/oauth2.0/authorize`,
    tokenUrl: `${issuer}/oauth2.0/token`,
    clientAuthentication: 'client_secret_post',
    isPkceSupported: false,
    refusesInAppBrowsers: false,
    // Chosen in Naver's console; the parameter is ignored.
    scope: 'name email',
    apiRedirectUri: redirectUriOf(settings.id),
    freshSignInParameters: null,
    readClaims: (accessToken) => readClaims(profileUrl, accessToken),
    assertIssuedToUs: null,
    isAuthoritative: () => false,
  }
}

const text = z.string().max(1_000).nullish()

const profileSchema = z.object({
  resultcode: z.literal('00'),
  response: z.object({ id: z.string().min(1).max(255), email: text, name: text, nickname: text }),
})

async function readClaims(url: string, accessToken: string): Promise<ProviderClaims> {
  const headers = { authorization: `Bearer ${accessToken}` }
  const { response } = await fetchJson(profileSchema, 'access_token_refused', url, { headers })
  const { id, email, name, nickname } = response
  return {
    ...{ sub: id, email: email ?? null, isEmailVerified: false, hd: null, locale: null, authTime: null },
    name: name ?? nickname ?? '',
  }
}
