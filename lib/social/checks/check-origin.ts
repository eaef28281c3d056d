import { type Env, env } from '@/lib/env'
import { ProviderFault } from '../provider-fault'
import { type Finding, look } from './finding'

const TIMEOUT_MS = 5_000
const MISDIRECTED = 421

/** Looks from outside whether this installation is where AUTH_URL says, and whether its cookies arrive there. */
export async function checkFromOutside(origin = env.AUTH_URL): Promise<Finding[]> {
  const place = await look('origin', () => checkOrigin(origin))
  return place.fault ? [place] : [place, await look('cookies', () => checkCookies(origin))]
}

async function checkOrigin(origin: string): Promise<void> {
  const { protocol, hostname } = new URL(origin)
  if (protocol !== 'https:' && hostname !== 'localhost') throw new ProviderFault('origin_without_tls', { origin })
  const response = await ask(origin, '/healthz')
  if (response.status >= 300 && response.status < 400)
    throw new ProviderFault('origin_redirects', { origin, place: response.headers.get('location') ?? '' })
  if (response.status !== 200) throw new ProviderFault('origin_elsewhere', { origin, status: String(response.status) })
}

// A page that takes a mailed secret leaves a cookie, whatever the secret; its name and marks tell what became of it.
async function checkCookies(origin: string): Promise<void> {
  const response = await ask(origin, '/verify-email?token=none')
  if (response.status === MISDIRECTED) throw new ProviderFault('host_changed', { origin })
  const isHttps = origin.startsWith('https:')
  const name = `${isHttps ? '__Secure-' : ''}latchkey.mailed`
  const cookie = response.headers.getSetCookie().find((one) => one.startsWith(`${name}=`))
  if (!cookie) throw new ProviderFault('cookie_missing', { origin, name })
  const isWhole = /; *path=\/verify-email(;|$)/i.test(cookie) && !/; *domain=/i.test(cookie)
  if (!isWhole || /; *secure(;|$)/i.test(cookie) !== isHttps) throw new ProviderFault('cookie_changed', { cookie })
}

async function ask(origin: string, path: string): Promise<Response> {
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  try {
    const response = await fetch(origin + path, { redirect: 'manual', signal })
    await response.body?.cancel()
    return response
  } catch (error) {
    throw new ProviderFault('origin_unreachable', { origin, code: codeOf(error) })
  }
}

function codeOf(error: unknown): string {
  const { name, cause } = error instanceof Error ? error : new Error('no answer')
  return cause instanceof Error && 'code' in cause ? String(cause.code) : name
}

type ProxySettings = Pick<Env, 'AUTH_URL' | 'TRUSTED_PROXIES' | 'TRUSTED_PROXY_HOPS'>

/**
 * Compares what the proxies said of a request with what the settings say of them.
 * @param passage how many stations X-Forwarded-For named and what X-Forwarded-Proto said, like `1 https`
 */
export function checkProxy(passage: string | null, settings: ProxySettings = env): void {
  const { AUTH_URL: origin, TRUSTED_PROXIES: networks, TRUSTED_PROXY_HOPS: hops } = settings
  const [stations = '0', spoken] = (passage ?? '0').trim().split(' ')
  if (spoken && !origin.startsWith(`${spoken}:`)) throw new ProviderFault('proxy_speaks_otherwise', { spoken, origin })
  if (networks.length > 0) return
  if (Number(stations) > 0 && hops === 0) throw new ProviderFault('proxy_not_trusted', { hops: '0', stations })
  if (Number(stations) < hops) throw new ProviderFault('proxy_says_nothing', { hops: String(hops), stations })
}
