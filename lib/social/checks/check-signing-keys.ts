import { z } from 'zod'
import type { DiscoveryDocument } from '../discovery'
import { ProviderFault } from '../provider-fault'
import { providerFetch } from '../provider-fetch'

const MAX_OFFSET_SECONDS = 60

const keysSchema = z.object({
  keys: z.array(z.looseObject({ kty: z.string(), use: z.string().optional(), alg: z.string().optional() })),
})

/** Looks whether the provider publishes a key that may sign its id_tokens. */
export async function checkSigningKeys({ jwks_uri: url }: DiscoveryDocument): Promise<void> {
  const response = await providerFetch(url)
  if (response.status !== 200) throw new ProviderFault('signing_keys_status', { url, status: String(response.status) })
  const { data } = keysSchema.safeParse(await response.json().catch(() => null))
  if (!data) throw new ProviderFault('signing_keys_unreadable', { url })
  const usable = data.keys.filter(({ kty, use }) => ['RSA', 'EC'].includes(kty) && use !== 'enc')
  if (usable.length === 0) throw new ProviderFault('signing_keys_missing', { url })
}

/** Compares this machine's clock with the provider's: tokens are judged by ours. */
export async function checkClock(url: string, now = () => Date.now()): Promise<void> {
  const before = now()
  const response = await providerFetch(url)
  const theirs = Date.parse(response.headers.get('date') ?? '')
  if (Number.isNaN(theirs)) return
  // Somewhere between the question and the answer; a Date header has whole seconds.
  const offset = (before + now()) / 2 - theirs - 500
  const seconds = Math.round(Math.abs(offset) / 1_000)
  if (seconds <= MAX_OFFSET_SECONDS) return
  throw new ProviderFault(offset > 0 ? 'clock_ahead' : 'clock_behind', { seconds: String(seconds) })
}
