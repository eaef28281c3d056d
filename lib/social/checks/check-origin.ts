import { env } from '@/lib/env'
import { ProviderFault } from '../provider-fault'

const TIMEOUT_MS = 5_000

/** Looks from outside whether AUTH_URL leads here, over a connection on which cookies survive. */
export async function checkOrigin(): Promise<void> {
  const { protocol, hostname, origin } = new URL(env.AUTH_URL)
  if (protocol !== 'https:' && hostname !== 'localhost') throw new ProviderFault('origin_without_tls', { origin })
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  const response = await fetch(`${origin}/healthz`, { redirect: 'manual', signal }).catch((error: Error) => {
    const code = error.cause instanceof Error && 'code' in error.cause ? String(error.cause.code) : error.name
    throw new ProviderFault('origin_unreachable', { origin, code })
  })
  await response.body?.cancel()
  if (response.status >= 300 && response.status < 400)
    throw new ProviderFault('origin_redirects', { origin, place: response.headers.get('location') ?? '' })
  if (response.status !== 200) throw new ProviderFault('origin_elsewhere', { origin, status: String(response.status) })
}

/**
 * Compares what the proxies said of a request with what the settings say of them.
 * @param passage how many stations X-Forwarded-For named and what X-Forwarded-Proto said, like `1 https`
 */
export function checkProxy(passage: string | null): void {
  const [stations = '0', spoken] = (passage ?? '0').trim().split(' ')
  if (spoken && !env.AUTH_URL.startsWith(`${spoken}:`))
    throw new ProviderFault('proxy_speaks_otherwise', { spoken, origin: env.AUTH_URL })
  if (env.TRUSTED_PROXIES.length > 0) return
  const hops = env.TRUSTED_PROXY_HOPS
  if (Number(stations) > 0 && hops === 0) throw new ProviderFault('proxy_not_trusted', { hops: '0', stations })
  if (Number(stations) < hops) throw new ProviderFault('proxy_says_nothing', { hops: String(hops), stations })
}
