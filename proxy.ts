import { type NextRequest, NextResponse } from 'next/server'
import { env } from '@/lib/env'
import { PATH_HEADER } from '@/lib/http/client'
import type { Provider } from '@/lib/social/provider'
import { listProviderSettings } from '@/lib/social/provider-settings'
import { providerOf } from '@/lib/social/providers'
import { contentPolicy, mailPreviewPolicy, providerOrigins } from '@/lib/web/csp'
import { takeSecretOutOfUrl } from '@/lib/web/mailed-secret'

/**
 * Gives each page its own content policy, and takes the secrets of mailed links out of the address. It decides nothing
 * else: every check is in the page or action itself.
 */
export async function proxy(request: NextRequest) {
  const withoutSecret = takeSecretOutOfUrl(request)
  if (withoutSecret) return withoutSecret
  const providers = await findProviders()
  const policy = contentPolicy({
    nonce: Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64'),
    formOrigins: providerOrigins(providers),
    // There the browser asks for the accounts of One Tap.
    connectOrigins: env.AUTH_GOOGLE_ONE_TAP === 'on' ? providerOrigins(providers.filter(isGoogle)) : [],
    isHttps: env.AUTH_URL.startsWith('https:'),
    isDev: env.LATCHKEY_DEV === 'on',
  })
  const headers = new Headers(request.headers)
  // Next reads the nonce from here and puts it on every script it writes.
  headers.set('content-security-policy', policy)
  headers.set(PATH_HEADER, request.nextUrl.pathname + request.nextUrl.search)
  const response = NextResponse.next({ request: { headers } })
  const previewPolicy = mailPreviewPolicy(request.nextUrl.pathname)
  response.headers.set('content-security-policy', previewPolicy ?? policy)
  if (previewPolicy) response.headers.set('x-frame-options', 'SAMEORIGIN')
  return response
}

// Without the database nobody gets past a provider, but pages that do not need it still show.
// Those that are switched off too, which the owner may try.
async function findProviders(): Promise<Provider[]> {
  const settings = await listProviderSettings().catch(() => [])
  return settings.map(providerOf)
}

function isGoogle({ kind }: Provider): boolean {
  return kind === 'google'
}

export const config = {
  // Pages only: through here a JSON route would cost twice as much.
  matcher: ['/((?!_next/|accounts/|dj-rest-auth/|api/|\\.well-known/|fonts/|profile/picture|healthz|readyz).*)'],
}
