import { randomBytes } from 'node:crypto'
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { CLIENT_ID, type Grant } from './authorization'
import { HUGE_SUBJECT } from './desk'
import type { AnyFault } from './people'

const HOUR_SECONDS = 3_600

/** The key that the JWKS names, and one it does not. */
export async function makeKeys(algorithm: 'RS256' | 'ES256' = 'RS256') {
  const kid = randomBytes(8).toString('hex')
  const ours = await generateKeyPair(algorithm, { extractable: true })
  const stranger = await generateKeyPair(algorithm)
  const jwk = { ...(await exportJWK(ours.publicKey)), kid, alg: algorithm, use: 'sig' }
  return {
    kid,
    algorithm,
    privateKey: ours.privateKey,
    strangersKey: stranger.privateKey,
    publicKey: ours.publicKey,
    jwks: { keys: [jwk] },
  }
}

export type Keys = Awaited<ReturnType<typeof makeKeys>>

/** What is said of a person, as Google says it. */
export function userClaims({ person }: Grant) {
  const { sub, name, email, emailVerified, hd } = person
  return { sub, name, ...(email && { email, email_verified: emailVerified }), ...(hd && { hd }) }
}

/** The same as Kakao says it: nothing on whose the address is. */
export function kakaoClaims({ person: { sub, name, email } }: Grant) {
  return { sub, nickname: name, ...(email && { email }) }
}

export type Signing = {
  issuer: string
  keys: Keys
  /** What is said of the person; as Google says it unless told otherwise. */
  claimsOf?: (grant: Grant) => Record<string, unknown>
}

/** Signs the id_token of a grant, with the fault of its person if there is one. */
export async function signIdToken(grant: Grant, { issuer, keys, claimsOf = userClaims }: Signing): Promise<string> {
  const { fault } = grant.person
  if (fault === 'key-rotated') Object.assign(keys, await makeKeys(keys.algorithm))
  const claims = { ...honestClaims(grant, issuer), ...claimsOf(grant), ...wrongClaims(fault) }
  const payload = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined))
  if (fault === 'alg-none') return new UnsecuredJWT(payload).encode()
  if (fault === 'hs256-with-public-key') {
    const secret = new TextEncoder().encode(await exportSPKI(keys.publicKey))
    return new SignJWT(payload).setProtectedHeader({ alg: 'HS256', kid: keys.kid }).sign(secret)
  }
  const kid = fault === 'unknown-kid' ? 'nobody-has-this-key' : keys.kid
  const key = fault === 'bad-signature' ? keys.strangersKey : keys.privateKey
  return new SignJWT(payload).setProtectedHeader({ alg: keys.algorithm, kid, typ: 'JWT' }).sign(key)
}

function honestClaims(grant: Grant, issuer: string) {
  const now = Math.floor(Date.now() / 1000)
  const { nonce } = grant.authorization
  return {
    ...{ iss: issuer, aud: CLIENT_ID, azp: CLIENT_ID, iat: now, exp: now + HOUR_SECONDS },
    ...{ auth_time: Math.floor(grant.signedInAt.getTime() / 1000), nonce },
  }
}

function wrongClaims(fault: AnyFault | undefined): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1000)
  const wrong: Partial<Record<AnyFault, Record<string, unknown>>> = {
    'wrong-nonce': { nonce: 'the nonce of somebody else' },
    'missing-nonce': { nonce: undefined },
    'wrong-audience': { aud: 'another-client' },
    'wrong-azp': { azp: 'another-client' },
    'wrong-issuer': { iss: 'http://localhost:1/google' },
    expired: { iat: now - 2 * HOUR_SECONDS, exp: now - HOUR_SECONDS },
    'from-the-future': { iat: now + HOUR_SECONDS, exp: now + 2 * HOUR_SECONDS },
    'missing-subject': { sub: undefined },
    'null-subject': { sub: null },
    'huge-subject': { sub: 'x'.repeat(HUGE_SUBJECT) },
  }
  return (fault && wrong[fault]) ?? {}
}
