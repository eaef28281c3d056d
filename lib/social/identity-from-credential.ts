import { z } from 'zod'
import { AppError } from '@/lib/errors'
import { authenticateClient } from './authenticate-client'
import type { DiscoveryDocument } from './discovery'
import { withinOneDeadline } from './exchange-deadline'
import { fetchJson } from './fetch-json'
import { identityFromToken, identityOf } from './identity-from-token'
import { meetProvider } from './meet-provider'
import type { OAuthProvider, OpenIdProvider, Provider, ProviderClaims, ProviderIdentity } from './provider'

/** What an API client got from a provider by itself; an id_token is looked at before an access token, that before a code. */
export type ProviderCredential = {
  idToken?: string | undefined
  accessToken?: string | undefined
  code?: string | undefined
  /** The PKCE verifier of the code, where the client used one. */
  codeVerifier?: string | undefined
}

/** Who it is, and when the provider says that it last asked the person, in epoch seconds. */
type Arrived = { identity: ProviderIdentity; authTime: number | null }

/** A provider with where it is spoken to. */
type Party = {
  provider: Provider
  tokenUrl: string
  assertIssuedToUs: ((accessToken: string) => Promise<void>) | null
  readClaims: (accessToken: string) => Promise<ProviderClaims>
}

/**
 * Finds who somebody is at a provider by what an API client brings.
 *
 * @throws AppError provider_failed: reason `code_refused` where the provider does not take the code, else it is a token
 *   that is not good, or was not issued to us
 */
export function identityFromCredential(credential: ProviderCredential, provider: Provider): Promise<Arrived> {
  return withinOneDeadline(() => readCredential(credential, provider))
}

async function readCredential(
  { idToken, accessToken, code, codeVerifier }: ProviderCredential,
  provider: Provider,
): Promise<Arrived> {
  const met = await meetProvider(provider)
  if (idToken) {
    if (!met.document) throw failed('id_token_not_spoken')
    const own = await ownTokenBeside(accessToken, met.provider)
    return identityFromToken({ idToken, accessToken: own, isNonceRequired: false }, met)
  }
  const party = met.document ? openIdParty(met.provider, met.document) : oAuthParty(met.provider)
  if (accessToken) {
    await assertIssuedToUs(accessToken, party)
    return arrivalOf(await party.readClaims(accessToken), provider)
  }
  const { access_token, id_token } = await exchangeCode({ code: code ?? '', codeVerifier }, party)
  if (!met.document || !id_token) return arrivalOf(await party.readClaims(access_token), provider)
  return identityFromToken({ idToken: id_token, accessToken: access_token, isNonceRequired: false }, met)
}

function arrivalOf(claims: ProviderClaims, provider: Provider): Arrived {
  return { identity: identityOf(claims, provider), authTime: claims.authTime }
}

// Only some ask their API for more than the id_token says; what it tells to the token of another client is not for us.
async function ownTokenBeside(accessToken: string | undefined, provider: OpenIdProvider): Promise<string | undefined> {
  if (!accessToken || !provider.completeClaims) return accessToken
  if (!provider.assertIssuedToUs) return undefined
  await provider.assertIssuedToUs(accessToken)
  return accessToken
}

function oAuthParty(provider: OAuthProvider): Party {
  const { tokenUrl, assertIssuedToUs, readClaims } = provider
  return { provider, tokenUrl, assertIssuedToUs, readClaims }
}

function openIdParty(provider: OpenIdProvider, document: DiscoveryDocument): Party {
  const { introspection_endpoint } = document
  const introspect = introspection_endpoint
    ? (accessToken: string) => assertByIntrospection(introspection_endpoint, accessToken, provider)
    : null
  return {
    provider,
    tokenUrl: document.token_endpoint,
    assertIssuedToUs: provider.assertIssuedToUs ?? introspect,
    readClaims: async (accessToken) => {
      if (document.userinfo_endpoint === undefined) throw failed('userinfo_missing')
      const claims = await readUserInfo(document.userinfo_endpoint, accessToken)
      return (await provider.completeClaims?.(claims, accessToken)) ?? claims
    },
  }
}

async function assertIssuedToUs(accessToken: string, { assertIssuedToUs }: Party): Promise<void> {
  if (!assertIssuedToUs) throw failed('access_token_audience_unknown')
  await assertIssuedToUs(accessToken)
}

const introspectionSchema = z.object({ active: z.boolean(), client_id: z.string().optional() })

/** @see RFC 7662, OAuth 2.0 token introspection */
async function assertByIntrospection(url: string, accessToken: string, provider: OpenIdProvider): Promise<void> {
  const { headers, fields } = authenticateClient(provider)
  const body = new URLSearchParams({ token: accessToken, ...fields })
  const request = { method: 'POST', headers, body }
  const { active, client_id } = await fetchJson(introspectionSchema, 'access_token_refused', url, request)
  if (!active) throw failed('access_token_refused')
  if (client_id !== provider.clientId) throw failed('access_token_of_another_client')
}

const tokensSchema = z.object({ access_token: z.string().min(1), id_token: z.string().min(1).optional() })

async function exchangeCode(
  { code, codeVerifier }: { code: string; codeVerifier: string | undefined },
  { provider, tokenUrl }: Party,
) {
  const { headers, fields } = authenticateClient(provider)
  const body = new URLSearchParams({
    ...{ grant_type: 'authorization_code', code, redirect_uri: provider.apiRedirectUri, ...fields },
    ...(codeVerifier && { code_verifier: codeVerifier }),
  })
  return fetchJson(tokensSchema, 'code_refused', tokenUrl, { method: 'POST', headers, body })
}

const text = z.string().max(1_000).nullish()

/** Google's older answer spells two of the names differently. */
const userInfoSchema = z.object({
  sub: z.string().optional(),
  id: z.string().optional(),
  email: text,
  email_verified: z.unknown().optional(),
  verified_email: z.unknown().optional(),
  hd: text,
  name: text,
  nickname: text,
  locale: text,
})

async function readUserInfo(url: string, accessToken: string): Promise<ProviderClaims> {
  const headers = { authorization: `Bearer ${accessToken}` }
  const user = await fetchJson(userInfoSchema, 'access_token_refused', url, { headers })
  const sub = user.sub ?? user.id
  if (!sub) throw failed('userinfo_without_subject')
  return {
    ...{ sub, email: user.email ?? null, isEmailVerified: (user.email_verified ?? user.verified_email) === true },
    ...{ hd: user.hd ?? null, name: user.name ?? user.nickname ?? '', locale: user.locale ?? null, authTime: null },
  }
}

function failed(reason: string): AppError {
  return new AppError('provider_failed', { reason })
}
