import type { AppError } from '@/lib/errors'
import { isToBeRecorded } from '@/lib/limits/count-attempt'
import type { Client } from '@/lib/sessions/client'
import { recordProviderFailure } from './record-provider-failure'

/**
 * Keeps why a return from a provider was refused for which this browser had not set out. Any page can have its visitors
 * send such returns, so only so many are kept.
 * @returns the id, as of any failure; undefined above the count
 */
export async function recordStrayReturn(
  error: AppError,
  { provider, client }: { provider: string; client: Client },
): Promise<string | undefined> {
  const isKept = await isToBeRecorded({ act: 'stray_return', client })
  return isKept ? recordProviderFailure(error, { provider, client }) : undefined
}
