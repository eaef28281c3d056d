import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { isGoogleAuthoritative } from '@/lib/social/kinds/google'
import type { OpenIdProvider } from '@/lib/social/provider'

type Answer = (request: IncomingMessage, response: ServerResponse) => void
type SigningKey = { kid: string; privateKey: CryptoKey; publicKey: CryptoKey }

/** A small OpenID provider on loopback: publishes keys, signs tokens, and can be told to misbehave. */
export async function startIssuer() {
  const firstKey = await newSigningKey('first')
  const keys = [firstKey]
  const answers = new Map<string, Answer>()
  const requests: string[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    requests.push(path)
    const answer = answers.get(path) ?? answers.get(path.split('?')[0] ?? '')
    if (answer) answer(request, response)
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`
  const json = (body: () => unknown): Answer => {
    return async (_, response) => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(await body()))
    }
  }
  const document = {
    issuer: origin,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    userinfo_endpoint: `${origin}/userinfo`,
    jwks_uri: `${origin}/jwks`,
  }
  const publicKeys = () =>
    Promise.all(keys.map(async ({ kid, publicKey }) => ({ ...(await exportJWK(publicKey)), kid })))
  answers.set(
    '/.well-known/openid-configuration',
    json(() => document),
  )
  answers.set(
    '/jwks',
    json(async () => ({ keys: await publicKeys() })),
  )
  return {
    origin,
    firstKey,
    keys,
    answers,
    requests,
    document,
    json,
    close: () => server.close(),
    provider: providerAt(origin),
  }
}

/** An issuer that stands in for Google; for `vi.hoisted`, since settings are read once. */
export async function startGoogle() {
  const issuer = await startIssuer()
  const { clientId, readSecret } = issuer.provider
  const settings = { AUTH_GOOGLE_ISSUER: issuer.origin, AUTH_GOOGLE_ID: clientId, AUTH_GOOGLE_SECRET: readSecret() }
  Object.assign(process.env, settings)
  return issuer
}

export async function newSigningKey(kid: string, algorithm = 'RS256'): Promise<SigningKey> {
  return { kid, ...(await generateKeyPair(algorithm)) }
}

function providerAt(issuer: string): OpenIdProvider {
  return {
    protocol: 'openid',
    id: 'google',
    kind: 'google',
    name: 'Google',
    issuer,
    subjectIssuer: issuer,
    tokenIssuers: [issuer],
    signInOrigins: [issuer],
    isOwnEndpoint: (url) => url.origin === issuer,
    clientId: 'our-client',
    readSecret: () => 'our-secret',
    scope: 'openid email profile',
    nativeClientIds: [],
    clientAuthentication: 'client_secret_basic',
    isPkceSupported: true,
    refusesInAppBrowsers: false,
    keepsTokens: false,
    offlineParameters: {},
    fedCmConfigUrl: null,
    apiRedirectUri: 'http://localhost/api/auth/callback/google',
    freshSignInParameters: {},
    assertIssuedToUs: null,
    isAuthoritative: isGoogleAuthoritative,
  }
}

/** Claims of a good id_token; a change to `undefined` leaves the claim out. */
export function goodClaims(issuer: string, changes: JWTPayload = {}): JWTPayload {
  const seconds = Math.floor(Date.now() / 1_000)
  return {
    ...{ iss: issuer, aud: 'our-client', sub: 'subject-1', nonce: 'nonce', iat: seconds, exp: seconds + 300 },
    ...{ email: 'mina@gmail.com', email_verified: true, name: 'Mina' },
    ...changes,
  }
}

export function signToken(claims: JWTPayload, { kid, privateKey }: SigningKey, header = {}): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid, ...header }).sign(privateKey)
}
