import { z } from 'zod'
import { fetchJson } from '../fetch-json'
import type { OAuthProvider, ProviderClaims } from '../provider'
import type { ProviderSettings } from '../provider-settings'
import { oAuthDefaults } from './oauth'

const NAVER = 'https://nid.naver.com'

/** Naver: OAuth 2 without PKCE. The address in a profile is one that the person typed, so it is never believed. */
export function naver(settings: ProviderSettings): OAuthProvider {
  const { issuer } = settings
  const profileUrl = issuer === NAVER ? 'https://openapi.naver.com/v1/nid/me' : `${issuer}/v1/nid/me`
  return {
    ...oAuthDefaults(settings),
    authorizationUrl: `${issuer}/oauth2.0/authorize`,
    tokenUrl: `${issuer}/oauth2.0/token`,
    isPkceSupported: false,
    // Chosen in Naver's console; the parameter is ignored.
    scope: 'name email',
    readClaims: (accessToken) => readClaims(profileUrl, accessToken),
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
