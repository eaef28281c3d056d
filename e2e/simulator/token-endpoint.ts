import { setTimeout } from 'node:timers/promises'
import { type Answer, json, redirectTo } from './answer'
import { CLIENT_ID, CLIENT_SECRET, type Codes, type Grant, NEW_CLIENT_SECRET } from './authorization'
import type { Desk, Renewal } from './desk'
import { type Signing, signIdToken } from './id-token'
import { internalPlace } from './internal-host'
import type { AnyFault, DiscoveryFault, SignInPlace } from './people'

const SLOW_MS = 8_000
const SLOWISH_MS = 3_000
const HUGE_BYTES = 50_000_000
const TOKEN_SECONDS = 3_600

export type TokenEndpoint = Signing & {
  desk: Desk
  /** Whether a sign-in brings a refresh token unasked. */
  isAlwaysOffline?: boolean
  /** What it says besides `invalid_client`. */
  clientRefusal?: Record<string, string>
  /** Whether a renewal brings another refresh token in the place of the old one. */
  isReplacing?: (renewal: Renewal) => boolean
}
type TokenRequest = { form: URLSearchParams; authorization: string | undefined }

/** Trades a code or a refresh token for tokens, as RFC 6749 sections 4.1.3 and 6, or does what its person's fault says. */
export async function answerTokenRequest(
  endpoint: TokenEndpoint,
  { form, authorization }: TokenRequest,
): Promise<Answer> {
  if (!isOurClient(form, authorization)) return json({ error: 'invalid_client', ...endpoint.clientRefusal }, 401)
  const presented = presentedBy(endpoint.desk, form)
  if (!presented) return json({ error: 'invalid_grant' }, 400)
  const { grant, renewal } = presented
  const refreshToken = renewal
    ? replaceRefreshToken(endpoint, renewal, form.get('refresh_token') ?? '')
    : firstRefreshToken(endpoint, grant)
  const tokens = { ...refreshToken, ...(await issueTokens(endpoint, grant)) }
  return (await misbehave(grant, tokens)) ?? json(tokens)
}

type GrantOptions = { isUriCompared?: boolean }

type Presented = { grant: Grant; renewal?: Renewal }

/** What a token request brings: a code, or a refresh token. */
export function presentedBy(desk: Desk, form: URLSearchParams, options?: GrantOptions): Presented | undefined {
  const type = form.get('grant_type')
  if (type === 'refresh_token') {
    const renewal = desk.countRenewal(form.get('refresh_token') ?? '')
    return renewal && { grant: renewal.grant, renewal }
  }
  // Shown once, a code is spent, whatever it was shown for.
  const grant = redeemCode(desk.codes, form, options)
  return grant && type === 'authorization_code' ? { grant } : undefined
}

export function redeemCode(codes: Codes, form: URLSearchParams, { isUriCompared = true }: GrantOptions = {}) {
  return codes.redeem({
    code: form.get('code') ?? '',
    redirectUri: isUriCompared ? (form.get('redirect_uri') ?? '') : null,
    verifier: form.get('code_verifier') ?? '',
  })
}

export function isOurClient(form: URLSearchParams, authorization: string | undefined): boolean {
  const basic = Buffer.from(authorization?.match(/^Basic (.+)$/)?.[1] ?? '', 'base64').toString()
  const [id, secret] = authorization
    ? basic.split(':').map(decodeURIComponent)
    : [form.get('client_id'), form.get('client_secret')]
  return id === CLIENT_ID && [CLIENT_SECRET, NEW_CLIENT_SECRET].includes(secret ?? '')
}

/** Does what the fault of a sign-in says, where it says it; `right` is what would be answered if all were well. */
export async function misbehave({ person }: Grant, right: object, place: SignInPlace = 'token') {
  if (person.fault === 'slowish') await setTimeout(SLOWISH_MS)
  return place === (person.at ?? 'token') ? wrongAnswer(person.fault, right) : undefined
}

/** What comes instead of the right answer. */
export async function wrongAnswer(
  fault: AnyFault | DiscoveryFault | undefined,
  right: object,
): Promise<Answer | undefined> {
  if (fault === 'slow') await setTimeout(SLOW_MS)
  if (fault === 'server-error') return json({ error: 'server_error' }, 500)
  if (fault === 'html')
    return { status: 200, headers: { 'content-type': 'text/html' }, body: '<p>Under maintenance</p>' }
  if (fault === 'huge') return json({ padding: 'x'.repeat(HUGE_BYTES) })
  if (fault === 'redirect') return redirectTo(internalPlace(right), 302)
  // Whoever follows this one sends the code and the client's secret along.
  if (fault === 'redirect-307') return redirectTo(internalPlace(right), 307)
  return undefined
}

function firstRefreshToken({ desk, isAlwaysOffline = false }: TokenEndpoint, grant: Grant) {
  const { scope, access_type } = grant.authorization
  const isOffline = isAlwaysOffline || access_type === 'offline' || scope.split(' ').includes('offline_access')
  return isOffline && { refresh_token: desk.issueRefreshToken(grant) }
}

function replaceRefreshToken({ desk, isReplacing = () => false }: TokenEndpoint, renewal: Renewal, old: string) {
  if (!isReplacing(renewal)) return false
  desk.endRefreshToken(old)
  return { refresh_token: desk.issueRefreshToken(renewal.grant) }
}

async function issueTokens({ desk, ...signing }: TokenEndpoint, grant: Grant) {
  return {
    access_token: desk.issueAccessToken(grant),
    id_token: await signIdToken(grant, signing),
    token_type: 'Bearer',
    expires_in: TOKEN_SECONDS,
    scope: grant.authorization.scope,
  }
}
