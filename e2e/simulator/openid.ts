import { text } from 'node:stream/consumers'
import { json } from './answer'
import { CLIENT_ID, openIdSchema } from './authorization'
import { makeDesk, type Routes } from './desk'
import type { FaultDial } from './fault-dial'
import { fedCmRoutes } from './fedcm'
import { makeKeys, userClaims } from './id-token'
import { everybody } from './people'
import { profileRoute } from './profile-route'
import { answerTokenRequest, type TokenEndpoint, wrongAnswer } from './token-endpoint'

type OpenIdProvider = { dial: FaultDial; origin: string; name: string; id: string; algorithm: 'RS256' | 'ES256' }

/** An OpenID provider at `/<id>`: Google, or one that nobody knows. */
export async function openIdRoutes({ origin, name, id, algorithm, dial }: OpenIdProvider): Promise<Routes> {
  const prefix = `/${id}`
  const [issuer, keys] = [origin + prefix, await makeKeys(algorithm)]
  const desk = makeDesk({
    name,
    prefix,
    authorizePath: `${prefix}/authorize`,
    schema: openIdSchema,
    people: everybody,
    dial,
  })
  return {
    ...desk.routes,
    // Google's refresh tokens stay as they are; others replace them at every use (RFC 9700 section 4.14.2).
    ...openIdEndpoints({ issuer, keys, desk, isReplacing: () => id !== 'google' }, endpointsBelow(issuer)),
    // A host has one such provider.
    ...(id === 'google' && fedCmRoutes({ issuer, keys, desk })),
    [`GET ${prefix}/userinfo`]: profileRoute(desk, { refused: json({ error: 'invalid_token' }, 401) }, userClaims),
    [`GET ${prefix}/tokeninfo`]: (_, url) => {
      const grant = desk.findGrant(url.searchParams.get('access_token') ?? '')
      return grant ? json({ aud: CLIENT_ID, sub: grant.person.sub }) : json({ error: 'invalid_token' }, 400)
    },
    [`POST ${prefix}/introspect`]: async (request) => {
      const form = new URLSearchParams(await text(request))
      const grant = desk.findGrant(form.get('token') ?? '')
      return json(grant ? { active: true, client_id: CLIENT_ID } : { active: false })
    },
  }
}

function endpointsBelow(issuer: string): Endpoints {
  return {
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    introspection_endpoint: `${issuer}/introspect`,
  }
}

export type Endpoints = {
  authorization_endpoint: string
  token_endpoint: string
  userinfo_endpoint: string
  jwks_uri: string
  introspection_endpoint?: string
}

/** Discovery, keys and the token endpoint, as every OpenID provider has them. */
export function openIdEndpoints(party: TokenEndpoint, endpoints: Endpoints): Routes {
  const { issuer, keys, desk } = party
  return {
    [`GET ${new URL(issuer).pathname}/.well-known/openid-configuration`]: async () => {
      const fault = desk.takeDocumentFault('discovery')
      if (fault === 'discovery-error') return json({ error: 'server_error' }, 500)
      const document = {
        issuer: fault === 'discovery-issuer' ? 'http://localhost:1/another-issuer' : issuer,
        ...endpoints,
        ...(fault === 'discovery-endpoint' && { token_endpoint: 'http://localhost:1/internal' }),
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: [keys.algorithm],
        token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
        code_challenge_methods_supported: ['S256'],
        scopes_supported: ['openid', 'email', 'profile'],
      }
      return (await wrongAnswer(fault, document)) ?? json(document)
    },
    [`GET ${new URL(endpoints.jwks_uri).pathname}`]: async () =>
      (await wrongAnswer(desk.takeDocumentFault('keys'), keys.jwks)) ?? json(keys.jwks),
    [`POST ${new URL(endpoints.token_endpoint).pathname}`]: async (request) => {
      const form = new URLSearchParams(await text(request))
      return answerTokenRequest(party, { form, authorization: request.headers.authorization })
    },
  }
}
