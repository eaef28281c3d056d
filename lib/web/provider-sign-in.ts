import 'server-only'
import { AppError } from '@/lib/errors'
import type { Client } from '@/lib/sessions/client'
import type { SignIn } from '@/lib/sessions/find-sign-in'
import { confirmWithProvider } from '@/lib/social/confirm-with-provider'
import { withinOneDeadline } from '@/lib/social/exchange-deadline'
import { foreseeSignIn } from '@/lib/social/foresee-sign-in'
import { identityFromTokens, meetProvider, type ProviderTokens } from '@/lib/social/meet-provider'
import { offerConnection } from '@/lib/social/offer-connection'
import type { Provider, ProviderIdentity } from '@/lib/social/provider'
import { type ProviderSignIn, signInWithProvider } from '@/lib/social/sign-in-with-provider'
import { findCurrentSignIn } from './current-user'
import { keepOffer } from './link-cookie'
import { findLocale } from './locale'
import { finishDance, startDance } from './next-auth'
import { keepIntent, type ProviderAct, type ProviderIntent } from './provider-intent'
import { keepTrial } from './provider-trial'
import { replaceSession } from './replace-session'
import { writeSessionCookie } from './session-cookie'

type Start = { provider: Provider; next: string; act: ProviderAct }

/**
 * Prepares this browser for a sign-in at a provider.
 *
 * @returns where to send the person
 * @throws AppError provider_failed: the provider is down, or says something about itself that cannot be right
 * @throws AppError not_authenticated: anything but a sign-in without anybody signed in
 * @throws AppError forbidden: a trial by somebody who is not the owner
 * @throws AppError provider_not_fresh: a step-up at a provider that cannot prove one
 */
export async function startProviderSignIn({ provider, next, act }: Start): Promise<string> {
  const signIn = act === 'sign_in' ? null : await findCurrentSignIn()
  if (act !== 'sign_in' && !signIn) throw new AppError('not_authenticated')
  if (act === 'try' && signIn?.user.role !== 'owner') throw new AppError('forbidden')
  const parameters = act === 'step_up' ? requireFreshSignIn(provider) : offlineParametersOf(provider, act)
  const url = await startDance(await meetProvider(provider), parameters)
  const sessionId = signIn?.session.id ?? null
  const state = url.searchParams.get('state') ?? ''
  await keepIntent(state, { provider: provider.id, next, act, sessionId, askedAt: new Date() })
  return url.href
}

function requireFreshSignIn({ freshSignInParameters }: Provider): Record<string, string> {
  if (!freshSignInParameters) throw new AppError('provider_not_fresh')
  return freshSignInParameters
}

// Only to somebody who is asked for consent anew does every provider give a refresh token once more.
function offlineParametersOf({ keepsTokens, offlineParameters, protocol }: Provider, act: ProviderAct) {
  if (!keepsTokens) return {}
  const isConsentAsked = act === 'link' && protocol === 'openid'
  return { ...offlineParameters, ...(isConsentAsked && { prompt: 'consent' }) }
}

type Return = { provider: Provider; url: string; checks: string; intent: ProviderIntent; client: Client }

/**
 * Ends a sign-in at a provider: verifies what came back, lets the use case decide, and sets the cookies.
 *
 * @returns the path to go on to
 * @throws AppError as identityFromTokens, signInWithProvider and confirmWithProvider do
 */
export function finishProviderSignIn(arrival: Return): Promise<string> {
  return withinOneDeadline(() => finish(arrival))
}

async function finish({ provider, url, checks, intent, client }: Return): Promise<string> {
  const met = await meetProvider(provider)
  const settle = async (tokens: ProviderTokens) => {
    const { identity, authTime } = await identityFromTokens(tokens, met)
    if (intent.act === 'sign_in') return finishSignIn({ identity, authTime }, intent.next, client)
    if (intent.act === 'try') return finishTrial(identity, intent)
    if (intent.act === 'link') return finishLink(identity, intent)
    return finishStepUp({ subject: identity.subject, issuer: identity.issuer, authTime }, intent, client)
  }
  return finishDance(met, { url, checks, settle })
}

/** Signs in whoever was read from what a provider issued. @returns the path to go on to */
export async function finishSignIn(
  { identity, authTime }: { identity: ProviderIdentity; authTime: number | null },
  next: string,
  client: Client,
): Promise<string> {
  const result = await signInWithProvider({ identity, authTime, client, locale: await findLocale() })
  return goOn(result, { next, client })
}

const PROOF_PAGES = { proof_needed: '/link-account', address_needed: '/prove-address' } as const

/** Signs the browser in, or lets it remember what waits for a proof. @returns the path to go on to */
export async function goOn(
  result: ProviderSignIn,
  { next, client }: { next: string; client: Client },
): Promise<string> {
  if (result.outcome !== 'signed_in') {
    const offer = await keepOffer(result.pendingToken)
    return `${PROOF_PAGES[result.outcome]}?${new URLSearchParams({ offer, next })}`
  }
  await replaceSession(result, client)
  return next
}

async function finishStepUp(
  proof: { subject: string; issuer: string; authTime: number | null },
  { provider, next, askedAt, sessionId }: ProviderIntent,
  client: Client,
): Promise<string> {
  const signIn = await requireSameSession(sessionId)
  await writeSessionCookie(await confirmWithProvider({ signIn, provider, ...proof, askedAt }, client))
  return next
}

// Only offered: the person sees whose account it is, and says yes by a form of ours.
async function finishLink(identity: ProviderIdentity, { sessionId }: ProviderIntent): Promise<string> {
  const { user, session } = await requireSameSession(sessionId)
  const offer = await keepOffer(await offerConnection(identity, { userId: user.id, sessionId: session.id }))
  return `/security/connections/confirm?${new URLSearchParams({ offer })}`
}

// Everything up to here was as in any sign-in; nobody is signed in, and nothing is kept but what the owner is shown.
async function finishTrial(identity: ProviderIdentity, { sessionId, provider }: ProviderIntent): Promise<string> {
  const { user } = await requireSameSession(sessionId)
  if (user.role !== 'owner') throw new AppError('forbidden')
  await keepTrial({ ...identity, outcome: await foreseeSignIn(identity) })
  return `/admin/providers/${provider}/tried`
}

async function requireSameSession(sessionId: string | null): Promise<SignIn> {
  const signIn = await findCurrentSignIn()
  if (!signIn || signIn.session.id !== sessionId) throw new AppError('not_authenticated')
  return signIn
}
