import 'server-only'
import { type NextRequest, NextResponse } from 'next/server'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { clientOf } from '@/lib/http/client'
import { countAttempt } from '@/lib/limits/count-attempt'
import type { Client } from '@/lib/sessions/client'
import { ProviderFault } from '@/lib/social/provider-fault'
import type { ProviderSettings } from '@/lib/social/provider-settings'
import { findProviderSettings, providerOf } from '@/lib/social/providers'
import { recordProviderFailure } from '@/lib/social/record-provider-failure'
import { recordStrayReturn } from '@/lib/social/record-stray-return'
import { refusalFault } from '@/lib/social/refusal-fault'
import { endInFailure } from './provider-failure'
import { hasOpenIntent, type TakenIntent, takeIntent } from './provider-intent'
import { finishProviderSignIn } from './provider-sign-in'

const CANCELLED = new Set(['access_denied', 'user_cancelled', 'interaction_required'])

type Context = { params: Promise<{ nextauth: string[] }> }

/**
 * Receives the person who comes back from a provider; every outcome is a page of ours.
 * Nothing else of next-auth's paths exists.
 */
export async function handleProviderCallback(request: NextRequest, { params }: Context): Promise<Response> {
  const [action, id = '', ...rest] = (await params).nextauth
  const isCallback = request.method === 'GET' && action === 'callback' && rest.length === 0
  const settings = isCallback ? await findProviderSettings(id) : null
  if (!settings) return new Response(null, { status: 404 })
  const query = request.nextUrl.searchParams
  // Which of two codes or states counts would depend on who reads them.
  const isAmbiguous = new Set(query.keys()).size !== query.size
  const taken = isAmbiguous ? null : await takeIntent(query.get('state') ?? '')
  const client = clientOf(request.headers)
  try {
    // Any page can send its visitors back from a provider: that uses up nothing of theirs.
    if (taken) await countAttempt({ act: 'provider', client })
    if (isAmbiguous) return await refuseAmbiguous(id, client)
    const { intent, checks } = await requireIntent(taken, settings, query.get('error'))
    const provider = providerOf(settings)
    const url = env.AUTH_URL + request.nextUrl.pathname + request.nextUrl.search
    return redirectTo(await finishProviderSignIn({ provider, url, checks, intent, client }))
  } catch (error) {
    const { next, act } = taken?.intent ?? {}
    const record = taken ? recordProviderFailure : recordStrayReturn
    return redirectTo(await endInFailure(error, { provider: id, client, next, act, record }))
  }
}

// Without a page: no provider sends anybody back like this.
async function refuseAmbiguous(provider: string, client: Client): Promise<Response> {
  const error = new AppError('bad_request', { reason: 'parameter_repeated' })
  const incident = await recordStrayReturn(error, { provider, client })
  const number = incident === undefined ? '' : ` (${incident})`
  return new Response(`Each parameter may be given once${number}`, { status: 400 })
}

async function requireIntent(
  taken: TakenIntent | null,
  settings: ProviderSettings,
  answeredError: string | null,
): Promise<TakenIntent> {
  if (answeredError !== null) throw answered(answeredError, settings)
  if (taken?.intent.provider !== settings.id) {
    // Set out for somewhere, but not with this state; without any, it is the cookies that are missing.
    const cause = taken || (await hasOpenIntent()) ? new ProviderFault('state_mismatch') : undefined
    throw new AppError('provider_failed', { reason: 'unknown_attempt', cause })
  }
  if (!settings.isEnabled && taken.intent.act !== 'try')
    throw new AppError('provider_failed', { reason: 'provider_disabled' })
  return taken
}

function answered(error: string, settings: ProviderSettings): AppError {
  if (CANCELLED.has(error)) return new AppError('provider_cancelled')
  const cause = refusalFault(error, providerOf(settings))
  return new AppError('provider_failed', { reason: 'provider_answered_error', cause })
}

function redirectTo(path: string): Response {
  return NextResponse.redirect(new URL(path, env.AUTH_URL), 303)
}
