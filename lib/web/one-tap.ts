import 'server-only'
import { z } from 'zod'
import { randomSecret } from '@/lib/encryption'
import { AppError } from '@/lib/errors'
import { countAttempt } from '@/lib/limits/count-attempt'
import type { Client } from '@/lib/sessions/client'
import { identityFromTokens, meetProvider } from '@/lib/social/meet-provider'
import { findProvider, listProviders } from '@/lib/social/providers'
import { refusesBrowser } from '@/lib/social/refuses-browser'
import { endInFailure } from './provider-failure'
import { finishSignIn } from './provider-sign-in'
import { sealedCookie } from './sealed-cookie'

const offer = sealedCookie({
  name: 'one-tap',
  seconds: 600,
  schema: z.object({ provider: z.string(), nonce: z.string() }),
})

/** What the browser needs to ask a provider by FedCM. */
export type OneTapOffer = { configUrl: string; clientId: string; nonce: string }

/** Ties what the browser will bring to this browser; null where no provider can be asked so. */
export async function offerOneTap({ userAgent }: Client): Promise<OneTapOffer | null> {
  for (const provider of await listProviders()) {
    const { id, clientId, fedCmConfigUrl } = provider
    if (fedCmConfigUrl === null || refusesBrowser(provider, userAgent)) continue
    const nonce = randomSecret()
    await offer.keep({ provider: id, nonce })
    return { configUrl: fedCmConfigUrl, clientId, nonce }
  }
  return null
}

/** Signs in whoever the browser brings an id_token of, which it may do once. @returns the path to go on to */
export async function takeOneTap({ token, next }: { token: string; next: string }, client: Client): Promise<string> {
  const offered = await offer.find()
  await offer.forget()
  try {
    await countAttempt({ act: 'provider', client })
    const provider = offered && (await findProvider(offered.provider))
    if (!provider?.fedCmConfigUrl) throw new AppError('provider_failed', { reason: 'unknown_attempt' })
    if (refusesBrowser(provider, client.userAgent)) throw new AppError('provider_in_app_browser')
    const tokens = { idToken: token, accessToken: undefined, nonce: offered?.nonce }
    const arrival = await identityFromTokens(tokens, await meetProvider(provider))
    return await finishSignIn(arrival, { isKept: false, next }, client)
  } catch (error) {
    return endInFailure(error, { provider: offered?.provider ?? 'google', client, next })
  }
}
