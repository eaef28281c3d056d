import { z } from 'zod'
import { AppError } from '@/lib/errors'
import { fetchJson } from '../fetch-json'
import type { OAuthProvider, ProviderClaims } from '../provider'
import type { ProviderSettings } from '../provider-settings'
import { redirectUriOf } from './openid'

const GITHUB = 'https://github.com'

/** GitHub, or a GitHub Enterprise Server at another address. */
export function github({ issuer, ...settings }: ProviderSettings): OAuthProvider {
  const api = issuer === GITHUB ? 'https://api.github.com' : `${issuer}/api/v3`
  return {
    ...settings,
    protocol: 'oauth',
    authorizationUrl: `${issuer}/login/oauth/authorize`,
    tokenUrl: `${issuer}/login/oauth/access_token`,
    clientAuthentication: 'client_secret_post',
    isPkceSupported: true,
    refusesInAppBrowsers: false,
    scope: 'read:user user:email',
    apiRedirectUri: redirectUriOf(settings.id),
    freshSignInParameters: null,
    readClaims: (accessToken) => readClaims(api, accessToken),
    assertIssuedToUs: (accessToken) => assertIssuedTo(settings, api, accessToken),
    isAuthoritative: () => false,
  }
}

const userSchema = z.object({
  id: z.number().int().positive(),
  login: z.string().max(255),
  name: z.string().max(1_000).nullish(),
})
const emailsSchema = z.array(z.object({ email: z.string().max(320), primary: z.boolean(), verified: z.unknown() }))

// The address of the profile is what the person chose to show; only the list says which one is verified.
async function readClaims(api: string, accessToken: string): Promise<ProviderClaims> {
  const headers = { authorization: `Bearer ${accessToken}`, accept: 'application/vnd.github+json' }
  const user = await fetchJson(userSchema, 'access_token_refused', `${api}/user`, { headers })
  const emails = await fetchJson(emailsSchema, 'access_token_refused', `${api}/user/emails`, { headers })
  const chosen = emails.find(({ primary }) => primary) ?? emails[0]
  return {
    ...{ sub: String(user.id), name: user.name ?? user.login, hd: null, locale: null, authTime: null },
    ...{ email: chosen?.email ?? null, isEmailVerified: chosen?.verified === true },
  }
}

const checkSchema = z.object({ app: z.object({ client_id: z.string() }) })

/** @see https://docs.github.com/en/rest/apps/oauth-applications#check-a-token */
async function assertIssuedTo(
  { clientId, clientSecret }: { clientId: string; clientSecret: string },
  api: string,
  accessToken: string,
): Promise<void> {
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64')
  const { app } = await fetchJson(checkSchema, 'access_token_refused', `${api}/applications/${clientId}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}`, 'content-type': 'application/json' },
    body: JSON.stringify({ access_token: accessToken }),
  })
  if (app.client_id !== clientId) throw new AppError('provider_failed', { reason: 'access_token_of_another_client' })
}
