import { ProviderFault } from '../provider-fault'
import type { ProviderSettings } from '../provider-settings'

const GOOGLE = 'https://accounts.google.com'
const GOOGLE_ID = /\.apps\.googleusercontent\.com$/
const GOOGLE_SECRET = /^GOCSPX-/
const PLACEHOLDER = /^(<.*>|.*\b(your|change|replace)[-_ ]?(client|me|secret|id)\b.*|x{4,}|\.{3}|…)$/i

/** Looks for keys that cannot be right, without asking anybody. */
export function checkKeys({ kind, issuer, clientId, readSecret }: ProviderSettings): void {
  const clientSecret = readSecret()
  for (const [field, value] of Object.entries({ clientId, clientSecret })) {
    if (/[\s"'\u200b\ufeff]/.test(value)) throw new ProviderFault('key_with_blanks', { field })
    if (PLACEHOLDER.test(value)) throw new ProviderFault('key_is_sample', { field })
  }
  if (clientId === clientSecret) throw new ProviderFault('keys_equal')
  if (kind !== 'google' || issuer !== GOOGLE) return
  if (GOOGLE_SECRET.test(clientId) || GOOGLE_ID.test(clientSecret)) throw new ProviderFault('keys_swapped')
  if (!GOOGLE_ID.test(clientId)) throw new ProviderFault('google_id_shape')
}
