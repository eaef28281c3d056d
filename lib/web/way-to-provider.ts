import 'server-only'
import { z } from 'zod'
import { providerIdSchema } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { safeNext } from '@/lib/http/safe-next'
import { countAttempt } from '@/lib/limits/count-attempt'
import type { Client } from '@/lib/sessions/client'
import { findProviderSettings, providerOf } from '@/lib/social/providers'
import { refusesBrowser } from '@/lib/social/refuses-browser'
import { endInFailure } from './provider-failure'
import { startProviderSignIn } from './provider-sign-in'

const isOn = z
  .literal('on')
  .optional()
  .transform((value) => value === 'on')

/** What the form of a provider's button sends. */
export const startSchema = z.object({
  provider: providerIdSchema,
  next: z
    .string()
    .max(2_048)
    .optional()
    .transform((next) => safeNext(next)),
  isKept: isOn,
  act: z.enum(['sign_in', 'step_up', 'link', 'try']).default('sign_in'),
})

type Start = z.output<typeof startSchema>

/** @returns where to send the person: to the provider, or to a page of ours that explains why not */
export function wayToProvider(start: Start, client: Client): Promise<string> {
  return providerUrl(start, client).catch((error) => endInFailure(error, { ...start, client }))
}

async function providerUrl({ provider: id, ...start }: Start, client: Client): Promise<string> {
  await countAttempt({ act: 'provider', client })
  const settings = await findProviderSettings(id)
  // What is switched off, the owner may try.
  const provider = settings && (settings.isEnabled || start.act === 'try') ? providerOf(settings) : null
  if (!provider) throw new AppError('provider_failed', { reason: 'provider_unknown' })
  if (refusesBrowser(provider, client.userAgent)) throw new AppError('provider_in_app_browser')
  return startProviderSignIn({ provider, ...start })
}
