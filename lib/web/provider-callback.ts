import 'server-only'
import { type NextRequest, NextResponse } from 'next/server'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { clientOf } from '@/lib/http/client'
import { countAttempt } from '@/lib/limits/count-attempt'
import type { Client } from '@/lib/sessions/client'
import type { ProviderSettings } from '@/lib/social/provider-settings'
import { findProviderSettings, providerOf } from '@/lib/social/providers'
import { recordProviderFailure } from '@/lib/social/record-provider-failure'
import { endInFailure } from './provider-failure'
import { type TakenIntent, takeIntent } from './provider-intent'
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
    await countAttempt({ act: 'provider', client })
    if (isAmbiguous) return await refuseAmbiguous(id, client)
    const { intent, checks } = requireIntent(taken, settings, query.get('error'))
    const provider = providerOf(settings)
    const url = env.AUTH_URL + request.nextUrl.pathname + request.nextUrl.search
    return redirectTo(await finishProviderSignIn({ provider, url, checks, intent, client }))
  } catch (error) {
    const { next, act } = taken?.intent ?? {}
    return redirectTo(await endInFailure(error, { provider: id, client, next, act }))
  }
}

// Without a page: no provider sends anybody back like this.
async function refuseAmbiguous(provider: string, client: Client): Promise<Response> {
  const error = new AppError('bad_request', { reason: 'parameter_repeated' })
  const incident = await recordProviderFailure(error, { provider, client })
  return new Response(`Each parameter may be given once (${incident})`, { status: 400 })
}

function requireIntent(
  taken: TakenIntent | null,
  { id, isEnabled }: ProviderSettings,
  answeredError: string | null,
): TakenIntent {
  if (answeredError !== null && CANCELLED.has(answeredError)) throw new AppError('provider_cancelled')
  if (answeredError !== null) throw new AppError('provider_failed', { reason: 'provider_answered_error' })
  if (taken?.intent.provider !== id) throw new AppError('provider_failed', { reason: 'unknown_attempt' })
  if (!isEnabled && taken.intent.act !== 'try') throw new AppError('provider_failed', { reason: 'provider_disabled' })
  return taken
}

function redirectTo(path: string): Response {
  return NextResponse.redirect(new URL(path, env.AUTH_URL), 303)
}
