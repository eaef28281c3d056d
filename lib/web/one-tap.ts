import 'server-only'
import { decodeJwt, errors } from 'jose'
import { cookies } from 'next/headers'
import { z } from 'zod'
import { hashSecret, randomSecret } from '@/lib/encryption'
import { AppError } from '@/lib/errors'
import { ownCookieAttributes, ownCookieName } from '@/lib/http/own-cookie'
import { countAttempt } from '@/lib/limits/count-attempt'
import type { Client } from '@/lib/sessions/client'
import { withinOneDeadline } from '@/lib/social/exchange-deadline'
import { identityFromTokens, meetProvider } from '@/lib/social/meet-provider'
import { findProvider, listProviders } from '@/lib/social/providers'
import { refusesBrowser } from '@/lib/social/refuses-browser'
import { endInFailure } from './provider-failure'
import { finishSignIn } from './provider-sign-in'
import { sealedCookie } from './sealed-cookie'

const PREFIX = 'one-tap-'
const MAX_OPEN = 4

// One for each nonce: the tabs of a browser are offered theirs at once, and none may overwrite another's.
const offerOf = (nonce: string) =>
  sealedCookie({
    name: PREFIX + hashSecret(nonce).slice(0, 16),
    seconds: 600,
    schema: z.object({ provider: z.string(), nonce: z.literal(nonce) }),
  })

/** What the browser needs to ask a provider by FedCM. */
export type OneTapOffer = { configUrl: string; clientId: string; nonce: string }

/** Ties what the browser will bring to this browser; null where no provider can be asked so. */
export async function offerOneTap({ userAgent }: Client): Promise<OneTapOffer | null> {
  for (const provider of await listProviders()) {
    const { id, clientId, fedCmConfigUrl } = provider
    if (fedCmConfigUrl === null || refusesBrowser(provider, userAgent)) continue
    const nonce = randomSecret()
    await forgetOldest()
    await offerOf(nonce).keep({ provider: id, nonce })
    return { configUrl: fedCmConfigUrl, clientId, nonce }
  }
  return null
}

async function forgetOldest(): Promise<void> {
  const jar = await cookies()
  const open = jar.getAll().filter(({ name }) => name.startsWith(ownCookieName(PREFIX)))
  for (const { name } of open.slice(0, Math.max(0, open.length + 1 - MAX_OPEN)))
    jar.set(name, '', ownCookieAttributes(0))
}

/** Signs in whoever the browser brings an id_token of, which it may do once. @returns the path to go on to */
export async function takeOneTap({ token, next }: { token: string; next: string }, client: Client): Promise<string> {
  const offered = await takeOffer(token)
  try {
    await countAttempt({ act: 'provider', client })
    const provider = offered && (await findProvider(offered.provider))
    if (!provider?.fedCmConfigUrl) throw new AppError('provider_failed', { reason: 'unknown_attempt' })
    if (refusesBrowser(provider, client.userAgent)) throw new AppError('provider_in_app_browser')
    const tokens = { idToken: token, accessToken: undefined, nonce: offered?.nonce }
    const arrival = await withinOneDeadline(async () => identityFromTokens(tokens, await meetProvider(provider)))
    return await finishSignIn(arrival, next, client)
  } catch (error) {
    return endInFailure(error, { provider: offered?.provider ?? 'google', client, next })
  }
}

// What the token says is not believed yet: it only tells which of this browser's nonces it has to be compared with.
async function takeOffer(token: string) {
  const nonce = claimedNonce(token)
  if (nonce === undefined) return null
  const offer = offerOf(nonce)
  const offered = await offer.find()
  if (offered) await offer.forget()
  return offered
}

const nonceSchema = z.object({ nonce: z.string().max(64) })

function claimedNonce(token: string): string | undefined {
  try {
    return nonceSchema.safeParse(decodeJwt(token)).data?.nonce
  } catch (error) {
    if (error instanceof errors.JWTInvalid) return undefined
    throw error
  }
}
