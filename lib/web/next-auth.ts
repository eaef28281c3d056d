import 'server-only'
import { NextRequest } from 'next/server'
import NextAuth, { customFetch, type NextAuthConfig } from 'next-auth'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { type DiscoveryDocument, discoveryUrl } from '@/lib/social/discovery'
import type { Provider } from '@/lib/social/provider'
import { providerFetch } from '@/lib/social/provider-fetch'
import { danceCookieNames, shortLivedCookie } from './provider-intent'
import { readOnlyAdapter } from './read-only-adapter'

const CHECK_SECONDS = 900

export type ProviderTokens = { idToken: string | undefined; accessToken: string | undefined }

type Dance = { provider: Provider; document: DiscoveryDocument }

/**
 * Makes the URL at the provider where the person goes; leaves state, nonce and PKCE verifier in this browser's cookies.
 * @throws AppError provider_failed
 */
export async function startDance(dance: Dance, parameters: Record<string, string>): Promise<URL> {
  const faults: Error[] = []
  const { signIn } = NextAuth(() => danceConfig(dance, { faults, settle: refuse }))
  const url: unknown = await signIn(dance.provider.id, { redirect: false, redirectTo: '/' }, parameters).catch(
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
  dance: Dance,
  { url, checks, settle }: { url: string; checks: string; settle: (tokens: ProviderTokens) => Promise<string> },
): Promise<string> {
  const faults: Error[] = []
  let settled: Promise<string> | undefined
  const { handlers } = NextAuth(() =>
    danceConfig(dance, {
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

function danceConfig({ provider, document }: Dance, { faults, settle }: Settlement): NextAuthConfig {
  const names = danceCookieNames()
  const options = shortLivedCookie(CHECK_SECONDS)
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
    providers: [
      {
        id: provider.id,
        name: provider.name,
        type: 'oidc',
        issuer: provider.issuer,
        clientId: provider.clientId,
        clientSecret: provider.clientSecret,
        checks: ['pkce', 'state', 'nonce'],
        authorization: { params: { scope: provider.scope } },
        profile: ({ sub }) => ({ id: sub }),
        [customFetch]: (input, init) =>
          String(input) === discoveryUrl(provider)
            ? Promise.resolve(Response.json(document))
            : providerFetch(input, init),
      },
    ],
    callbacks: {
      // A path makes next-auth redirect at once, before it would create, link or start a session of its own.
      signIn: ({ account }) => settle({ idToken: account?.id_token, accessToken: account?.access_token }),
      jwt: refuse,
    },
    logger: { error: (error) => faults.push(error), warn: () => {}, debug: () => {} },
    pages: { signIn: '/login', error: '/login' },
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
