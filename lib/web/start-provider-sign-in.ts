'use server'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { AppError } from '@/lib/errors'
import { clientOf } from '@/lib/http/client'
import { safeNext } from '@/lib/http/safe-next'
import { assertSameOrigin } from '@/lib/http/same-origin'
import { countAttempt } from '@/lib/limits/count-attempt'
import type { Client } from '@/lib/sessions/client'
import { findInAppBrowser } from '@/lib/sessions/in-app-browser'
import { findProviderSettings, providerOf } from '@/lib/social/providers'
import { endInFailure } from './provider-failure'
import { startProviderSignIn } from './provider-sign-in'

const isOn = z
  .literal('on')
  .optional()
  .transform((value) => value === 'on')

const startSchema = z.object({
  provider: z.string().max(40),
  next: z
    .string()
    .max(2_048)
    .optional()
    .transform((next) => safeNext(next)),
  isKept: isOn,
  act: z.enum(['sign_in', 'step_up', 'link', 'try']).default('sign_in'),
})

// What no form of ours sends ends as an attempt at a provider that there is not.
const NOTHING = { provider: '', next: '/', isKept: false, act: 'sign_in' } as const

/** Sends the person to a provider, to sign in, to confirm that it is still them, or to link; a plain form may post to it. */
export async function startProviderSignInAction(formData: FormData): Promise<void> {
  const requestHeaders = await headers()
  assertSameOrigin(requestHeaders)
  const start = startSchema.catch(NOTHING).parse(Object.fromEntries(formData))
  const client = clientOf(requestHeaders)
  redirect(await providerUrl(start, client).catch((error) => endInFailure(error, { ...start, client })))
}

type Start = z.output<typeof startSchema>

async function providerUrl({ provider: id, ...start }: Start, client: Client): Promise<string> {
  await countAttempt({ act: 'provider', client })
  const settings = await findProviderSettings(id)
  // What is switched off, the owner may try.
  const provider = settings && (settings.isEnabled || start.act === 'try') ? providerOf(settings) : null
  if (!provider) throw new AppError('provider_failed', { reason: 'provider_unknown' })
  if (provider.refusesInAppBrowsers && findInAppBrowser(client.userAgent)) throw new AppError('provider_in_app_browser')
  return startProviderSignIn({ provider, ...start })
}
