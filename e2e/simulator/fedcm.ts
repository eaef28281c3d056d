import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { type Answer, json, page } from './answer'
import { CLIENT_ID } from './authorization'
import { languageOf, renderFedCmSignIn } from './authorize-page'
import type { Routes } from './desk'
import { signIdToken } from './id-token'
import type { Person } from './people'
import type { TokenEndpoint } from './token-endpoint'

const COOKIE = 'simulated-google'

/**
 * What a browser asks when a page lets it offer accounts: who is signed in at the provider, and an id_token for one of
 * them. `GET <issuer>/fedcm/sign-in?sub=…` is where a person signs in there.
 * @see W3C Federated Credential Management API
 */
export function fedCmRoutes({ issuer, keys, desk }: TokenEndpoint): Routes {
  const { origin, pathname: prefix } = new URL(issuer)
  const config = {
    accounts_endpoint: `${issuer}/fedcm/accounts`,
    id_assertion_endpoint: `${issuer}/fedcm/assertion`,
    login_url: `${issuer}/fedcm/sign-in`,
  }
  const { accounts_endpoint, login_url } = config
  return {
    'GET /.well-known/web-identity': () =>
      json({ provider_urls: [`${issuer}/fedcm.json`], accounts_endpoint, login_url }),
    [`GET ${prefix}/fedcm.json`]: (request) => (isFedCm(request) ? json(config) : refused),
    [`GET ${prefix}/fedcm/sign-in`]: (request, url) => {
      const person = desk.findPerson(url.searchParams.get('sub') ?? '')
      const answer = page(renderFedCmSignIn(desk.listPeople(), languageOf(request.headers['accept-language'])))
      return person ? withSignIn(answer, person) : answer
    },
    [`GET ${prefix}/fedcm/accounts`]: (request) => {
      const person = desk.findPerson(signedInSubject(request))
      if (!isFedCm(request) || !person) return refused
      const { sub: id, name, email = '' } = person
      return json({ accounts: [{ id, name, email, given_name: name, approved_clients: [CLIENT_ID] }] })
    },
    [`POST ${prefix}/fedcm/assertion`]: async (request) => {
      const form = new URLSearchParams(await text(request))
      const person = desk.findPerson(signedInSubject(request))
      const isAsked = person?.sub === form.get('account_id') && form.get('client_id') === CLIENT_ID
      if (!isFedCm(request) || !person || !isAsked) return refused
      const authorization = { ...noAuthorization, redirect_uri: origin, nonce: nonceOf(form) }
      const token = await signIdToken({ authorization, person, signedInAt: new Date() }, { issuer, keys })
      return withCors(json({ token }), request)
    },
  }
}

const refused = json({ error: { code: 'access_denied' } }, 401)
const noAuthorization = { client_id: CLIENT_ID, response_type: 'code', scope: 'openid' } as const

// A header that no page can set: so no page can ask by itself.
function isFedCm({ headers }: IncomingMessage): boolean {
  return headers['sec-fetch-dest'] === 'webidentity'
}

// Older browsers send it by itself, newer ones among the parameters.
function nonceOf(form: URLSearchParams): string | undefined {
  const params = JSON.parse(form.get('params') ?? '{}') as { nonce?: string }
  return params.nonce ?? form.get('nonce') ?? undefined
}

function signedInSubject({ headers }: IncomingMessage): string {
  const value = headers.cookie?.split('; ').find((cookie) => cookie.startsWith(`${COOKIE}=`))
  return decodeURIComponent(value?.slice(COOKIE.length + 1) ?? '')
}

function withSignIn(answer: Answer, { sub }: Person): Answer {
  const cookie = `${COOKIE}=${encodeURIComponent(sub)}; Path=/; HttpOnly; Secure; SameSite=None`
  return { ...answer, headers: { ...answer.headers, 'set-cookie': cookie, 'set-login': 'logged-in' } }
}

function withCors(answer: Answer, { headers }: IncomingMessage): Answer {
  const cors = { 'access-control-allow-origin': headers.origin ?? '', 'access-control-allow-credentials': 'true' }
  return { ...answer, headers: { ...answer.headers, ...cors } }
}
