import { createHash, randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { PersonInput } from '@/e2e/simulator/people'
import { startServer } from '@/e2e/simulator/simulator.fixture'
import { meetProvider, tokenUrlOf } from '@/lib/social/meet-provider'
import type { Provider } from '@/lib/social/provider'
import type { ProviderKind } from '@/lib/social/provider-settings'
import { providerOf } from '@/lib/social/providers'

export const nonce = 'the nonce of this browser'

const redirectUri = 'http://localhost:3000/api/auth/callback/here'
const code_verifier = 'v'.repeat(64)
const code_challenge = createHash('sha256').update(code_verifier).digest('base64url')
const keys = { clientId: 'latchkey-local', readSecret: () => 'latchkey-local-secret' }
const client = { ...keys, nativeClientIds: [], appId: '4711' }

const tokensSchema = z.object({
  access_token: z.string(),
  id_token: z.string().optional(),
  refresh_token: z.string().optional(),
})

const folderOf = (kind: ProviderKind) => (kind === 'openid' ? 'oidc' : kind)

async function post(url: string, body: object) {
  const headers = { accept: 'application/json', 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(await response.text())
  return response
}

async function postForm(url: string, form: Record<string, string>) {
  const headers = { accept: 'application/json' }
  return fetch(url, { method: 'POST', headers, body: new URLSearchParams(form), redirect: 'manual' })
}

/** Simulated providers of a test file's own. */
export async function startProviders() {
  return providersAt(await startServer())
}

/** The simulated providers as the application knows them, and people who agree there. */
export function providersAt(origin: string) {
  const providerAt = (kind: ProviderKind): Provider => {
    const place = { id: kind, kind, name: kind, issuer: `${origin}/${folderOf(kind)}`, source: 'environment' } as const
    return providerOf({ ...client, ...place, keepsTokens: true, isEnabled: true })
  }
  const newPerson = async (kind: ProviderKind, person: Partial<PersonInput> = {}): Promise<string> => {
    const email = `${randomUUID()}@elsewhere.example`
    const made = await post(`${origin}/${folderOf(kind)}/people`, { name: 'Mina', email, ...person })
    return z.object({ sub: z.string() }).parse(await made.json()).sub
  }
  const setFault = (setting: object) => post(`${origin}/faults`, setting)
  return { folderOf, providerAt, newPerson, setFault }
}

type Agreement = { code: string; code_verifier: string }

/** The code that comes back when somebody agrees there to what our pages ask for. */
export async function codeAt(provider: Provider, sub: string, redirect_uri: string): Promise<Agreement> {
  const met = await meetProvider(provider)
  const { clientId: client_id, scope, offlineParameters } = provider
  const asked = {
    ...{ client_id, response_type: 'code', redirect_uri, scope, nonce, ...offlineParameters },
    ...{ code_challenge, code_challenge_method: 'S256' },
  }
  const place = met.document ? met.document.authorization_endpoint : met.provider.authorizationUrl
  const agreed = await postForm(place, { ...asked, sub })
  const code = new URL(agreed.headers.get('location') ?? '').searchParams.get('code') ?? ''
  return { code, code_verifier }
}

/** What a provider issues for it. */
export async function agreeAt(provider: Provider, sub: string) {
  const [client_id, client_secret] = [provider.clientId, provider.readSecret()]
  const agreement = await codeAt(provider, sub, redirectUri)
  const exchange = {
    ...{ grant_type: 'authorization_code', redirect_uri: redirectUri, client_id, client_secret },
    ...agreement,
  }
  const place = tokenUrlOf(await meetProvider(provider))
  const tokens = tokensSchema.parse(await (await postForm(place, exchange)).json())
  return { idToken: tokens.id_token, accessToken: tokens.access_token, refreshToken: tokens.refresh_token }
}
