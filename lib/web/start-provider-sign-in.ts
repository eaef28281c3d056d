'use server'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { AppError, isAppError } from '@/lib/errors'
import { clientOf } from '@/lib/http/client'
import { safeNext } from '@/lib/http/safe-next'
import { assertSameOrigin } from '@/lib/http/same-origin'
import type { Client } from '@/lib/sessions/client'
import { findInAppBrowser } from '@/lib/sessions/in-app-browser'
import { findProvider } from '@/lib/social/providers'
import { recordProviderFailure } from '@/lib/social/record-provider-failure'
import { providerFailurePath } from './provider-intent'
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
  act: z.enum(['sign_in', 'step_up', 'link']).default('sign_in'),
})

/** Sends the person to a provider, to sign in, to confirm that it is still them, or to link; a plain form may post to it. */
export async function startProviderSignInAction(formData: FormData): Promise<void> {
  const requestHeaders = await headers()
  assertSameOrigin(requestHeaders)
  const start = startSchema.parse(Object.fromEntries(formData))
  const client = clientOf(requestHeaders)
  redirect(await providerUrl(start, client).catch((error) => failurePath(error, start, client)))
}

type Start = z.output<typeof startSchema>

async function providerUrl({ provider: id, ...start }: Start, { userAgent }: Client): Promise<string> {
  const provider = await findProvider(id)
  if (!provider) throw new AppError('provider_failed', { reason: 'provider_unknown' })
  if (provider.refusesInAppBrowsers && findInAppBrowser(userAgent)) throw new AppError('provider_in_app_browser')
  return startProviderSignIn({ provider, ...start })
}

async function failurePath(error: unknown, { provider, next, act }: Start, client: Client): Promise<string> {
  if (!isAppError(error)) throw error
  await recordProviderFailure(error, { provider, client })
  return providerFailurePath(error.code, { next, act })
}
