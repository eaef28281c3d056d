import 'server-only'
import { AppError } from '@/lib/errors'
import { countAttempt } from '@/lib/limits/count-attempt'
import type { Client } from '@/lib/sessions/client'
import { findProviderSettings, providerOf } from '@/lib/social/providers'
import { refusesBrowser } from '@/lib/social/refuses-browser'
import type { StartInput } from '@/lib/social/schemas'
import { endInFailure } from './provider-failure'
import { startProviderSignIn } from './provider-sign-in'

/** @returns where to send the person: to the provider, or to a page of ours that explains why not */
export function wayToProvider(start: StartInput, client: Client): Promise<string> {
  return providerUrl(start, client).catch((error) => endInFailure(error, { ...start, client }))
}

async function providerUrl({ provider: id, ...start }: StartInput, client: Client): Promise<string> {
  await countAttempt({ act: 'provider', client })
  const settings = await findProviderSettings(id)
  // What is switched off, the owner may try.
  const provider = settings && (settings.isEnabled || start.act === 'try') ? providerOf(settings) : null
  if (!provider) throw new AppError('provider_failed', { reason: 'provider_unknown' })
  if (refusesBrowser(provider, client.userAgent)) throw new AppError('provider_in_app_browser')
  return startProviderSignIn({ provider, ...start })
}
