import { z } from 'zod'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { type DiscoveryDocument, discover } from './discovery'
import { identityFromToken, identityOf } from './identity-from-token'
import type { Provider, ProviderIdentity } from './provider'
import { providerFetch } from './provider-fetch'

/** What an API client got from a provider by itself; an id_token is looked at before an access token, that before a code. */
export type ProviderCredential = {
  idToken?: string | undefined
  accessToken?: string | undefined
  code?: string | undefined
  /** The PKCE verifier of the code, where the client used one. */
  codeVerifier?: string | undefined
}

type Party = { provider: Provider; document: DiscoveryDocument }

/**
 * Finds who somebody is at a provider by what an API client brings.
 *
 * @throws AppError provider_failed: reason `code_refused` where the provider does not take the code, else it is a token
 *   that is not good, or was not issued to us
 */
export async function identityFromCredential(
  { idToken, accessToken, code, codeVerifier }: ProviderCredential,
  provider: Provider,
): Promise<ProviderIdentity> {
  const party = { provider, document: await discover(provider) }
  if (idToken) return (await identityFromToken({ idToken, accessToken, isNonceRequired: false }, party)).identity
  if (accessToken) return fromAccessToken(accessToken, party)
  const tokens = await exchangeCode({ code: code ?? '', codeVerifier }, party)
  return readUser(tokens.access_token, party)
}

// Any other site that people sign in to holds access tokens of theirs, which userinfo would answer just as well.
async function fromAccessToken(accessToken: string, party: Party): Promise<ProviderIdentity> {
  if (env.AUTH_GOOGLE_AUDIENCE_CHECK === 'on') await assertIssuedToUs(accessToken, party.provider)
  return readUser(accessToken, party)
}

const tokenInfoSchema = z.object({ aud: z.string() })

async function assertIssuedToUs(accessToken: string, { tokenInfoUrl, clientId }: Provider): Promise<void> {
  const url = `${tokenInfoUrl}?${new URLSearchParams({ access_token: accessToken })}`
  const { aud } = await fetchJson(tokenInfoSchema, 'access_token_refused', url)
  if (aud !== clientId) throw failed('access_token_of_another_client')
}

const tokensSchema = z.object({ access_token: z.string().min(1) })

async function exchangeCode(
  { code, codeVerifier }: { code: string; codeVerifier: string | undefined },
  { provider, document }: Party,
) {
  const callback = env.AUTH_GOOGLE_CALLBACK_URL ?? `${env.AUTH_URL}/api/auth/callback/${provider.id}`
  const body = new URLSearchParams({
    ...{ grant_type: 'authorization_code', code, redirect_uri: callback },
    ...{ client_id: provider.clientId, client_secret: provider.clientSecret },
    ...(codeVerifier && { code_verifier: codeVerifier }),
  })
  return fetchJson(tokensSchema, 'code_refused', document.token_endpoint, { method: 'POST', body })
}

const flag = z.union([z.boolean(), z.string()]).transform((value) => value === true || value === 'true')
const text = z.string().max(1_000).nullish()

/** Google's older answer spells two of the names differently. */
const userInfoSchema = z.object({
  sub: z.string().min(1).max(255).optional(),
  id: z.string().min(1).max(255).optional(),
  email: text,
  email_verified: flag.optional(),
  verified_email: flag.optional(),
  hd: text,
  name: text,
  locale: text,
})

async function readUser(accessToken: string, { provider, document }: Party): Promise<ProviderIdentity> {
  const headers = { authorization: `Bearer ${accessToken}` }
  const user = await fetchJson(userInfoSchema, 'access_token_refused', document.userinfo_endpoint, { headers })
  const sub = user.sub ?? user.id
  if (!sub) throw failed('userinfo_without_subject')
  const claims = {
    ...{ sub, email: user.email ?? null, isEmailVerified: user.email_verified ?? user.verified_email ?? false },
    ...{ hd: user.hd ?? null, name: user.name ?? '', locale: user.locale ?? null, authTime: null },
  }
  return identityOf(claims, provider)
}

async function fetchJson<Schema extends z.ZodType>(
  schema: Schema,
  reason: string,
  url: string,
  init?: RequestInit,
): Promise<z.output<Schema>> {
  try {
    const response = await providerFetch(url, init)
    if (response.status !== 200) throw new Error(`${new URL(url).pathname} answered ${response.status}`)
    return schema.parse(await response.json())
  } catch (cause) {
    throw failed(reason, cause)
  }
}

function failed(reason: string, cause?: unknown): AppError {
  return new AppError('provider_failed', { reason, cause })
}
