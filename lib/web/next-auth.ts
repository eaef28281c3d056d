import 'server-only'
import { NextRequest } from 'next/server'
import NextAuth, { type Account, customFetch, type NextAuthConfig } from 'next-auth'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { ownCookieAttributes } from '@/lib/http/own-cookie'
import { discoveryUrl } from '@/lib/social/discovery'
import type { MetProvider, ProviderTokens } from '@/lib/social/meet-provider'
import type { Provider } from '@/lib/social/provider'
import { providerFetch } from '@/lib/social/provider-fetch'
import { danceCookieNames } from './provider-intent'
import { readOnlyAdapter } from './read-only-adapter'

const CHECK_SECONDS = 900

/**
 * Makes the URL at the provider where the person goes; leaves state, nonce and PKCE verifier in this browser's cookies.
 * @throws AppError provider_failed
 */
export async function startDance(met: MetProvider, parameters: Record<string, string>): Promise<URL> {
  const faults: Error[] = []
  const { signIn } = NextAuth(() => danceConfig(met, { faults, settle: refuse }))
  const url: unknown = await signIn(met.provider.id, { redirect: false, redirectTo: '/' }, parameters).catch(
    (error: Error) => faults.push(error),
  )
  if (faults.length > 0 || typeof url !== 'string') throw failed('start_refused', faults)
  return new URL(url)
}

/**
 * Checks what came back from the provider and trades the code for tokens.
 *
 * @param settle decides what the tokens mean and answers with the path to go to; its errors are passed on as they are
 * @throws AppError provider_failed: state, nonce, PKCE or the exchange is wrong
 */
export async function finishDance(
  met: MetProvider,
  { url, checks, settle }: { url: string; checks: string; settle: (tokens: ProviderTokens) => Promise<string> },
): Promise<string> {
  const faults: Error[] = []
  let settled: Promise<string> | undefined
  const { handlers } = NextAuth(() =>
    danceConfig(met, {
      faults,
      settle: (tokens) => {
        settled = settle(tokens)
        return settled
      },
    }),
  )
  // Only these cookies: whoever is signed in here is no business of next-auth, which would link to them silently.
  await handlers.GET(new NextRequest(url, { headers: { cookie: checks } }))
  if (!settled) throw failed('exchange_refused', faults)
  return settled
}

type Settlement = { faults: Error[]; settle: (tokens: ProviderTokens) => Promise<string> }

function danceConfig(met: MetProvider, { faults, settle }: Settlement): NextAuthConfig {
  const names = danceCookieNames()
  const options = ownCookieAttributes(CHECK_SECONDS)
  return {
    basePath: '/api/auth',
    secret: env.AUTH_SECRET,
    // Not the Host header: next-auth puts AUTH_URL, which env demands, in its place.
    trustHost: true,
    debug: false,
    adapter: readOnlyAdapter,
    session: { strategy: 'jwt' },
    cookies: {
      state: { name: names.state, options },
      nonce: { name: names.nonce, options },
      pkceCodeVerifier: { name: names.pkceCodeVerifier, options },
      callbackUrl: { name: names.callbackUrl, options },
    },
    providers: [met.document ? openIdConfig(met) : oAuthConfig(met)],
    callbacks: {
      // A path makes next-auth redirect at once, before it would create, link or start a session of its own.
      signIn: ({ account }) => settle(tokensOf(account)),
      jwt: refuse,
    },
    logger: { error: (error) => faults.push(error), warn: () => {}, debug: () => {} },
    pages: { signIn: '/login', error: '/login' },
  }
}

function tokensOf(account: Account | null | undefined): ProviderTokens {
  const { id_token: idToken, access_token: accessToken, refresh_token: refreshToken, expires_at, scope } = account ?? {}
  return { idToken, accessToken, refreshToken, expiresAt: expires_at, scope }
}

type Config = Extract<NextAuthConfig['providers'][number], { type: 'oidc' | 'oauth' }>

function openIdConfig({ provider, document }: Extract<MetProvider, { document: object }>): Config {
  return {
    ...sharedConfig(provider),
    type: 'oidc',
    issuer: provider.issuer,
    checks: ['pkce', 'state', 'nonce'],
    authorization: { params: { scope: provider.scope } },
    profile: ({ sub }) => ({ id: sub }),
    [customFetch]: (input, init) =>
      String(input) === new URL(discoveryUrl(provider)).href
        ? Promise.resolve(Response.json(document))
        : providerFetch(input, init),
  }
}

function oAuthConfig({ provider }: Extract<MetProvider, { document: null }>): Config {
  return {
    ...sharedConfig(provider),
    type: 'oauth',
    ...(provider.responseIssuer !== null && { issuer: provider.responseIssuer }),
    checks: provider.isPkceSupported ? ['pkce', 'state'] : ['state'],
    authorization: { url: provider.authorizationUrl, params: { scope: provider.scope } },
    token: { url: provider.tokenUrl },
    // Who it is, our own code asks; next-auth only has to see that there is an answer.
    userinfo: { url: provider.tokenUrl, request: () => ({ id: 'not asked here' }) },
    profile: ({ id }) => ({ id }),
    [customFetch]: providerFetch,
  }
}

function sharedConfig({ id, name, clientId, readSecret, clientAuthentication }: Provider) {
  return {
    id,
    name,
    clientId,
    clientSecret: readSecret(),
    client: { token_endpoint_auth_method: clientAuthentication },
  }
}

function refuse(): Promise<never> {
  return Promise.reject(new Error('next-auth must not start a session'))
}

function failed(reason: string, [fault]: Error[]): AppError {
  return new AppError('provider_failed', { reason, cause: fault && rootCause(fault) })
}

// next-auth wraps what went wrong as { cause: { err } }.
function rootCause(error: Error): Error {
  const { cause } = error
  const inner = typeof cause === 'object' && cause !== null && 'err' in cause ? cause.err : cause
  return inner instanceof Error ? rootCause(inner) : error
}
