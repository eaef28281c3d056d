const TIMEOUT_MS = 5_000
const MAX_BYTES = 256 * 1_024

/**
 * Fetches from a provider: answers within five seconds, of a bounded size, without following redirects, which could
 * lead to a host inside our network.
 */
export async function providerFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const signals = [AbortSignal.timeout(TIMEOUT_MS), ...(init?.signal ? [init.signal] : [])]
  const response = await fetch(input, { ...init, redirect: 'manual', signal: AbortSignal.any(signals) })
  if (response.status >= 300 && response.status < 400) {
    await response.body?.cancel()
    throw new Error('The provider answered with a redirect')
  }
  const body = await readCapped(response)
  return new Response(body.length > 0 ? body : null, { status: response.status, headers: response.headers })
}

async function readCapped({ body }: Response): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let size = 0
  // Leaving the loop by a throw cancels the stream.
  for await (const chunk of body ?? []) {
    size += chunk.length
    if (size > MAX_BYTES) throw new Error('The provider answered with too much')
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}
