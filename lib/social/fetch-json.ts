import type { z } from 'zod'
import { AppError } from '@/lib/errors'
import { providerFetch } from './provider-fetch'

/**
 * Fetches JSON of a known shape from a provider.
 * @throws AppError provider_failed, with `reason`: it cannot be reached, refuses, or answers something else
 */
export async function fetchJson<Schema extends z.ZodType>(
  schema: Schema,
  reason: string,
  url: string,
  init?: RequestInit,
): Promise<z.output<Schema>> {
  try {
    const response = await providerFetch(url, init)
    if (response.status !== 200) throw new Error(`${new URL(url).pathname} answered ${response.status}`)
    return schema.parse(await response.json())
  } catch (cause) {
    throw new AppError('provider_failed', { reason, cause })
  }
}
