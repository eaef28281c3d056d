import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { decrypt } from '@/lib/encryption'
import { AppError } from '@/lib/errors'
import { secondsAfter } from '@/lib/sessions/session'
import { authenticateClient } from './authenticate-client'
import { withinOneDeadline } from './exchange-deadline'
import { type KeptTokens, sealTokens } from './kept-tokens'
import { meetProvider, tokenUrlOf } from './meet-provider'
import type { Provider } from './provider'
import { providerFetch } from './provider-fetch'
import { findProvider } from './providers'
import { claimRefresh, findStoredTokens, type StoredTokens, settleRefresh } from './token-store'

/** So that it does not end on the way. */
const EARLY_SECONDS = 60
/** Longer than a provider may take to answer. */
const CLAIM_SECONDS = 15
const LOOK_AGAIN_MS = 100

export type ProviderToken = { accessToken: string; scope: string | null }

/**
 * An access token of a person for the API of a provider, for pages that call it; one that ends within a minute is
 * renewed, once for all who ask at a time.
 *
 * @returns null when there is none: the owner does not keep this provider's tokens, the person has no account there
 *   linked, the provider renews it no more, or another issuer goes by its name now, which is told no token of the old
 *   one. The person may link it again, which brings new ones.
 * @throws AppError provider_failed: the provider cannot be reached, or says that it is out of order
 */
export async function freshProviderToken(
  userId: string,
  providerId: string,
  now: Date = new Date(),
): Promise<ProviderToken | null> {
  const provider = await findProvider(providerId)
  if (!provider?.keepsTokens) return null
  const giveUpAt = Date.now() + CLAIM_SECONDS * 1_000
  while (Date.now() < giveUpAt) {
    const stored = await findStoredTokens(userId, provider)
    if (!stored) return null
    if (isFresh(stored, now)) return open(stored)
    if (stored.refresh_token === null) return null
    const until = secondsAfter(now, CLAIM_SECONDS)
    if (await claimRefresh(stored, { now, until })) return renew(provider, stored, now)
    await sleep(LOOK_AGAIN_MS)
  }
  throw failed('refresh_busy')
}

function isFresh({ expires_at }: StoredTokens, now: Date): boolean {
  return expires_at === null || expires_at > now.getTime() / 1_000 + EARLY_SECONDS
}

function open({ access_token, scope }: KeptTokens): ProviderToken {
  return { accessToken: decrypt(access_token), scope }
}

async function renew(provider: Provider, stored: StoredTokens, now: Date): Promise<ProviderToken | null> {
  let outcome: KeptTokens | 'forgotten' | 'unchanged' = 'unchanged'
  try {
    const renewed = await askForNewTokens(provider, stored, now)
    outcome = renewed ?? 'forgotten'
    return renewed && open(renewed)
  } finally {
    await settleRefresh(stored, outcome)
  }
}

// Each provider has its own word for a refresh token that is over; some answer 200 with it.
const OVER = new Set(['invalid_grant', 'invalid_token', 'invalid_request', 'bad_refresh_token'])

const answerSchema = z.union([
  z.object({
    access_token: z.string().min(1),
    refresh_token: z.string().min(1).optional(),
    expires_in: z.coerce.number().positive().optional(),
    scope: z.string().optional(),
  }),
  z.object({ error: z.string() }),
])

/** @see RFC 6749 section 6 */
async function askForNewTokens(provider: Provider, stored: StoredTokens, now: Date): Promise<KeptTokens | null> {
  const refreshToken = decrypt(stored.refresh_token ?? '')
  const answer = await withinOneDeadline(() => postRefreshToken(provider, refreshToken))
  if ('error' in answer && OVER.has(answer.error)) return null
  if ('error' in answer) throw failed('refresh_refused', new Error(answer.error))
  const { access_token, refresh_token, expires_in, scope } = answer
  const expiresAt = expires_in && now.getTime() / 1_000 + expires_in
  const renewed = sealTokens({ accessToken: access_token, refreshToken: refresh_token, expiresAt, scope })
  // A provider that does not rotate refresh tokens, or does not repeat the scope, leaves them out.
  const { refresh_token: oldRefreshToken, scope: oldScope } = stored
  return (
    renewed && {
      ...renewed,
      refresh_token: renewed.refresh_token ?? oldRefreshToken,
      scope: renewed.scope ?? oldScope,
    }
  )
}

async function postRefreshToken(provider: Provider, refreshToken: string): Promise<z.output<typeof answerSchema>> {
  const met = await meetProvider(provider)
  const tokenUrl = tokenUrlOf(met)
  const { headers, fields } = authenticateClient(met.provider)
  const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken, ...fields })
  try {
    const response = await providerFetch(tokenUrl, { method: 'POST', headers, body })
    return answerSchema.parse(await response.json())
  } catch (cause) {
    throw failed('refresh_failed', cause)
  }
}

function failed(reason: string, cause?: unknown): AppError {
  return new AppError('provider_failed', { reason, cause })
}
