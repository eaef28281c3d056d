import { z } from 'zod'
import { AppError } from '@/lib/errors'
import { fetchJson } from '../fetch-json'
import type { OAuthProvider, ProviderClaims } from '../provider'
import type { ProviderSettings } from '../provider-settings'
import { oAuthDefaults } from './oauth'

const GITHUB = 'https://github.com'

/** GitHub, or a GitHub Enterprise Server at another address. */
export function github(settings: ProviderSettings): OAuthProvider {
  const { issuer } = settings
  const api = issuer === GITHUB ? 'https://api.github.com' : `${issuer}/api/v3`
  return {
    ...oAuthDefaults(settings),
    authorizationUrl: `${issuer}/login/oauth/authorize`,
    responseIssuer: `${issuer}/login/oauth`,
    tokenUrl: `${issuer}/login/oauth/access_token`,
    scope: 'read:user user:email',
    readClaims: (accessToken) => readClaims(api, accessToken),
    assertIssuedToUs: (accessToken) => assertIssuedTo(settings, api, accessToken),
  }
}

const userSchema = z.object({
  id: z.number().int().positive(),
  login: z.string().max(255),
  name: z.string().max(1_000).nullish(),
})
const emailsSchema = z.array(
  z.object({ email: z.string().max(320), primary: z.boolean(), verified: z.unknown().optional() }),
)

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
  { clientId, readSecret }: { clientId: string; readSecret: () => string },
  api: string,
  accessToken: string,
): Promise<void> {
  const basic = Buffer.from(`${clientId}:${readSecret()}`).toString('base64')
  const { app } = await fetchJson(checkSchema, 'access_token_refused', `${api}/applications/${clientId}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}`, 'content-type': 'application/json' },
    body: JSON.stringify({ access_token: accessToken }),
  })
  if (app.client_id !== clientId) throw new AppError('provider_failed', { reason: 'access_token_of_another_client' })
}
