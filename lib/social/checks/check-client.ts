import { z } from 'zod'
import { authenticateClient } from '../authenticate-client'
import type { Provider } from '../provider'
import { ProviderFault } from '../provider-fault'
import { providerFetch } from '../provider-fetch'

// KOE: Kakao's own codes, the wrong secret and the wrong key of the app.
const REFUSALS = ['invalid_client', 'incorrect_client_credentials', 'KOE010', 'KOE101']
const NOTHING_THERE = [404, 405]

const refusalSchema = z.object({ error: z.string().max(100).optional(), error_code: z.string().max(100).optional() })

/**
 * Asks the provider to trade a code that cannot be good: whoever gets as far as the code has the right keys.
 * Providers word other refusals as they like, so that only a clear one is a fault.
 */
export async function checkClient(provider: Provider, tokenUrl: string): Promise<void> {
  const { headers, fields } = authenticateClient(provider)
  const body = new URLSearchParams({
    ...{ grant_type: 'authorization_code', code: 'a-code-that-cannot-be-good', redirect_uri: provider.apiRedirectUri },
    ...(provider.isPkceSupported && { code_verifier: 'v'.repeat(43) }),
    ...fields,
  })
  const response = await providerFetch(tokenUrl, { method: 'POST', headers, body })
  const answer = { url: tokenUrl, status: String(response.status) }
  if (response.status >= 500) throw new ProviderFault('token_endpoint_status', answer)
  const { data = {} } = refusalSchema.safeParse(await response.json().catch(() => null))
  const said = [data.error_code, data.error].find((code) => REFUSALS.includes(code ?? ''))
  if (said) throw new ProviderFault('client_refused', { said })
  if (data.error === 'redirect_uri_mismatch')
    throw new ProviderFault('redirect_uri_refused', { uri: provider.apiRedirectUri })
  if (NOTHING_THERE.includes(response.status)) throw new ProviderFault('endpoint_missing', answer)
}
