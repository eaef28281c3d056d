import { createServer, type IncomingMessage, type Server } from 'node:http'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { type Answer, json, page, redirectTo } from './answer'
import { type Authorization, authorizationSchema, type Grant, makeCodes, returnUrl } from './authorization'
import { languageOf, renderAuthorizePage, renderRefusal } from './authorize-page'
import { makeKeys, userClaims } from './id-token'
import { makePeople, type Person, personSchema } from './people'
import { answerTokenRequest } from './token-endpoint'

type Route = (request: IncomingMessage, url: URL) => Promise<Answer> | Answer

/**
 * An OpenID provider that stands in for Google: the same protocol with real signatures, people to choose from, and
 * people who come with a fault. For tests and the local mode; a production server refuses it as an issuer.
 * @see OpenID Connect Core 1.0, RFC 7636
 */
export async function makeSimulator(origin: string): Promise<Server> {
  const routes = googleRoutes(`${origin}/google`, await makeKeys())
  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const url = new URL(request.url ?? '/', origin)
    const route = routes[`${request.method} ${url.pathname}`]
    return route ? route(request, url) : json({ error: 'not_found' }, 404)
  }
  return createServer((request, response) => {
    answer(request)
      .catch((error: unknown) => json({ error: 'bad_request', detail: String(error) }, 400))
      .then(({ status, headers, body }) => response.writeHead(status, headers).end(body))
  })
}

function googleRoutes(issuer: string, keys: Awaited<ReturnType<typeof makeKeys>>): Record<string, Route> {
  const people = makePeople()
  const codes = makeCodes()
  const accessTokens = new Map<string, Grant>()
  const allow = (authorization: Authorization, person: Person): Answer => {
    if (person.fault === 'denied') return redirectTo(returnUrl(authorization, { error: 'access_denied' }))
    const code = codes.issue({ authorization, person, signedInAt: new Date() })
    return redirectTo(returnUrl(authorization, { code }))
  }
  const decide = (form: URLSearchParams): Answer => {
    const authorization = authorizationSchema.parse(Object.fromEntries(form))
    if (form.get('act') === 'cancel') return redirectTo(returnUrl(authorization, { error: 'access_denied' }))
    const chosen = form.get('act') === 'new' ? people.add(newPerson(form)) : people.find(form.get('sub') ?? '')
    return chosen ? allow(authorization, chosen) : json({ error: 'unknown_person' }, 404)
  }
  return {
    'GET /google/.well-known/openid-configuration': () => json(discoveryDocument(issuer)),
    'GET /google/jwks': () => json(keys.jwks),
    'GET /google/authorize': (request, url) => {
      const language = languageOf(request.headers['accept-language'])
      const asked = authorizationSchema.safeParse(Object.fromEntries(url.searchParams))
      if (!asked.success) return page(renderRefusal(z.prettifyError(asked.error), language), { status: 400 })
      const formAction = new URL(asked.data.redirect_uri).origin
      return page(renderAuthorizePage(people.list(), asked.data, language), { formAction })
    },
    'POST /google/authorize': async (request) => decide(new URLSearchParams(await text(request))),
    'POST /google/token': async (request) => {
      const form = new URLSearchParams(await text(request))
      return answerTokenRequest(
        { issuer, keys, codes, accessTokens },
        { form, authorization: request.headers.authorization },
      )
    },
    'GET /google/userinfo': (request) => {
      const grant = accessTokens.get(request.headers.authorization?.replace(/^Bearer /i, '') ?? '')
      return grant ? json(userClaims(grant)) : json({ error: 'invalid_token' }, 401)
    },
    'POST /google/people': async (request) =>
      json(people.add(personSchema.parse(JSON.parse(await text(request)))), 201),
  }
}

function newPerson(form: URLSearchParams) {
  const email = form.get('email')
  return personSchema.parse({
    name: form.get('name'),
    ...(email && { email }),
    emailVerified: form.get('emailVerified') === 'on',
  })
}

function discoveryDocument(issuer: string) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    code_challenge_methods_supported: ['S256'],
    scopes_supported: ['openid', 'email', 'profile'],
  }
}
