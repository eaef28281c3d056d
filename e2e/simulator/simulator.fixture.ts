import { createHash } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createLocalJWKSet, type JWTVerifyOptions, jwtVerify } from 'jose'
import { afterAll } from 'vitest'
import { CLIENT_ID, CLIENT_SECRET } from './authorization'
import type { PersonInput } from './people'
import { makeSimulator } from './simulator'

type Changes = Record<string, string | undefined>

export const redirectUri = 'http://localhost:3000/api/auth/callback/google'
export const verifier = 'a verifier that only the client knows, 43 chars'
export const nonce = 'the nonce of this sign-in'

const challenge = createHash('sha256').update(verifier).digest('base64url')
const request = {
  ...{ client_id: CLIENT_ID, response_type: 'code', redirect_uri: redirectUri, scope: 'openid email profile' },
  ...{ state: 'a state', nonce, code_challenge: challenge, code_challenge_method: 'S256' },
}
const exchange = {
  ...{ grant_type: 'authorization_code', redirect_uri: redirectUri, code_verifier: verifier },
  ...{ client_id: CLIENT_ID, client_secret: CLIENT_SECRET },
}

// A change to `undefined` leaves the parameter out.
const form = (fields: Changes) =>
  new URLSearchParams(Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))

/** A simulator on a free port; it ends with the file. */
export async function startServer(): Promise<string> {
  // The origin is known only when a port is: a first server finds a free one.
  const port = await findFreePort()
  const server = (await makeSimulator(`http://localhost:${port}`)).listen(port, 'localhost')
  await once(server, 'listening')
  afterAll(() => server.close())
  return `http://localhost:${port}`
}

/** A simulator, and a client that speaks the protocol of its Google. */
export async function startSimulator() {
  const issuer = `${await startServer()}/google`
  const call = (path: string, init: RequestInit = {}) => fetch(`${issuer}${path}`, { redirect: 'manual', ...init })
  const post = (path: string, body: BodyInit, headers = {}) => call(path, { method: 'POST', body, headers })

  const addPerson = async (person: PersonInput): Promise<string> =>
    (await (await post('/people', JSON.stringify(person))).json()).sub
  const authorize = (changes: Changes, headers = {}) =>
    call(`/authorize?${form({ ...request, ...changes })}`, { headers })
  const decide = (fields: Changes) => post('/authorize', form({ ...request, ...fields }))
  const redeem = (code: string, changes: Changes = {}, headers = {}) =>
    post('/token', form({ ...exchange, code, ...changes }), headers)
  const codeFor = async (sub: string, changes: Changes = {}): Promise<string> =>
    returnOf(await decide({ ...changes, sub })).get('code') ?? ''
  const idTokenFor = async (person: PersonInput): Promise<string> =>
    (await (await redeem(await codeFor(await addPerson(person)))).json()).id_token
  const verify = async (token: string, options: JWTVerifyOptions = {}) =>
    jwtVerify(token, createLocalJWKSet(await (await call('/jwks')).json()), {
      ...{ issuer, audience: CLIENT_ID, algorithms: ['RS256'], requiredClaims: ['sub'], ...options },
    })
  return { issuer, call, post, addPerson, authorize, decide, redeem, codeFor, idTokenFor, verify }
}

/** What the provider sends back with the person. */
export function returnOf(response: Response): URLSearchParams {
  return new URL(response.headers.get('location') ?? 'http://nowhere.invalid').searchParams
}

async function findFreePort(): Promise<number> {
  const server = (await makeSimulator('http://localhost')).listen(0, 'localhost')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
