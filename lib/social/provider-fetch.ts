import { EXCHANGE_MS, exchangeDeadline, tooSlow } from './exchange-deadline'
import { ProviderFault } from './provider-fault'

const MAX_BYTES = 256 * 1_024
const TLS_CODES = /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/

/**
 * Fetches from a provider: answers within five seconds, or what is left of them where a sign-in asks for more, of a
 * bounded size, without following redirects, which could lead to a host inside our network.
 *
 * @throws ProviderFault unreachable, tls_untrusted, too_slow, redirects or too_much
 */
export async function providerFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const url = input instanceof Request ? input.url : String(input)
  const signals = [AbortSignal.timeout(EXCHANGE_MS), exchangeDeadline(), init?.signal].filter((one) => one != null)
  return withNetworkFaults(url, async () => {
    const response = await fetch(input, { ...init, redirect: 'manual', signal: AbortSignal.any(signals) })
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel()
      throw new ProviderFault('redirects', { url: withoutQuery(url) })
    }
    const body = await readCapped(response)
    return new Response(body.length > 0 ? body : null, { status: response.status, headers: response.headers })
  })
}

/**
 * Names what goes wrong on the way to a provider, also while its answer is read.
 * @throws ProviderFault unreachable, tls_untrusted or too_slow
 */
export async function withNetworkFaults<T>(url: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    throw error instanceof ProviderFault ? error : networkFault(error, url)
  }
}

// Faults are shown and kept; what asks about a token has it there.
function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url)
  return origin + pathname
}

function networkFault(error: unknown, url: string): ProviderFault {
  if (error instanceof Error && error.name === 'TimeoutError') return tooSlow(url)
  const { host } = new URL(url)
  const cause = error instanceof Error ? error.cause : undefined
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (TLS_CODES.test(code)) return new ProviderFault('tls_untrusted', { host, code })
  return new ProviderFault('unreachable', { host, code: code || 'no answer' })
}

/** @throws ProviderFault too_much */
export async function readCapped({ body }: Response): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let size = 0
  // Leaving the loop by a throw cancels the stream.
  for await (const chunk of body ?? []) {
    size += chunk.length
    if (size > MAX_BYTES) throw new ProviderFault('too_much')
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}
