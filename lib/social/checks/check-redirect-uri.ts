import { EXCHANGE_MS } from '../exchange-deadline'
import { redirectUriOf } from '../kinds/openid'
import type { Provider } from '../provider'
import { ProviderFault } from '../provider-fault'
import { readCapped, withNetworkFaults } from '../provider-fetch'

const NOTHING_THERE = [404, 405]

// Phrases, since a page without any error may speak of clients too; KOE: Kakao's own codes.
// @see https://developers.kakao.com/docs/latest/en/kakaologin/trouble-shooting
const ABOUT_ADDRESS = /redirect[_ -]?ur[il]|callback[_ -]?url|KOE006/i
const ABOUT_CLIENT =
  /client_id|\b(unknown|invalid|unauthorized|unregistered|disabled|no such)[_ ](client|app(lication)?)\b|\b(client|app(lication)?)( id)? (is |was )?(not (found|known|registered)|unknown|invalid|disabled)|KOE101|KOE008/i
const ABOUT_SCOPE =
  /\b(invalid|unknown|unsupported)[_ ]scope|\bscopes? (is |are )?(not |invalid|unknown|unsupported)|KOE205/i
const KAKAO_CODE = /\bKOE\d{3}\b/

/**
 * Asks for the page where people sign in, as their browser would. What is wrong a provider tells there, each in its own
 * words: only what names the client, the address or the scope is a fault.
 */
export async function checkRedirectUri(provider: Provider, authorizationUrl: string): Promise<void> {
  const uri = redirectUriOf(provider.id)
  const { status, said } = await withNetworkFaults(authorizationUrl, () => askForPage(provider, authorizationUrl, uri))
  if (said === null) return
  if (ABOUT_ADDRESS.test(said)) throw new ProviderFault('redirect_uri_refused', { uri })
  if (ABOUT_CLIENT.test(said)) throw new ProviderFault('client_unknown')
  if (ABOUT_SCOPE.test(said)) throw new ProviderFault('scope_refused', { scope: provider.scope })
  if (NOTHING_THERE.includes(status))
    throw new ProviderFault('endpoint_missing', { url: authorizationUrl, status: String(status) })
  throw new ProviderFault('authorization_refused', { said: said.slice(0, 100) })
}

async function askForPage({ clientId, scope, isPkceSupported }: Provider, authorizationUrl: string, uri: string) {
  const url = new URL(authorizationUrl)
  const query = {
    ...{ response_type: 'code', client_id: clientId, redirect_uri: uri, scope, state: 'x'.repeat(43) },
    ...(isPkceSupported && { code_challenge: 'c'.repeat(43), code_challenge_method: 'S256', nonce: 'n'.repeat(43) }),
  }
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  const headers = { accept: 'text/html', 'accept-language': 'en' }
  const signal = AbortSignal.timeout(EXCHANGE_MS)
  const response = await fetch(url, { headers, redirect: 'manual', signal })
  const { status } = response
  if (status >= 400) return { status, said: errorInPage(Buffer.from(await readCapped(response)).toString(), status) }
  await response.body?.cancel()
  return { status, said: status >= 300 ? errorInAddress(response.headers.get('location') ?? '') : null }
}

// Google puts what is wrong into `authError`, base64 of a message in which the name of the error stands readable.
function errorInAddress(place: string): string | null {
  if (!URL.canParse(place)) return null
  const { searchParams } = new URL(place)
  const error = searchParams.get('error') ?? KAKAO_CODE.exec(place)?.[0]
  if (error) return error === 'login_required' || error === 'interaction_required' ? null : error
  const authError = searchParams.get('authError')
  return authError ? Buffer.from(authError, 'base64url').toString('latin1') : null
}

function errorInPage(page: string, status: number): string {
  const shown = textOf(page)
  const phrases = [ABOUT_ADDRESS, ABOUT_CLIENT, ABOUT_SCOPE, KAKAO_CODE]
  return phrases.map((phrase) => phrase.exec(shown)?.[0]).find(Boolean) ?? `HTTP ${status}`
}

// What a person would read: scripts, styles and hidden fields repeat the words of every request.
function textOf(page: string): string {
  const [start, ...others] = page.split(/<(?=script\b|style\b)/i)
  const afterwards = others.map((part) =>
    part
      .split(/<\/(?:script|style)>/i)
      .slice(1)
      .join(' '),
  )
  return [start, ...afterwards].join(' ').replaceAll(/<[^<>]*>/g, ' ')
}
