import { randomBytes } from 'node:crypto'
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { CLIENT_ID, CLIENT_SECRET, type Grant } from './authorization'
import { HUGE_SUBJECT } from './desk'
import type { AnyFault } from './people'

const HOUR_SECONDS = 3_600
const MADE_UP_HEADER = 'made-up'

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
  const { key, ...header } = await signatureOf(keys, fault)
  const critical = fault === 'unknown-critical-header' && { crit: [MADE_UP_HEADER], [MADE_UP_HEADER]: true }
  return new SignJWT(payload)
    .setProtectedHeader({ kid: keys.kid, typ: 'JWT', ...header, ...critical })
    .sign(key, { crit: { [MADE_UP_HEADER]: true } })
}

type Signature = { alg: string; key: CryptoKey | Uint8Array; kid?: string }

/** With what a token is signed, and what it says about that. */
async function signatureOf(keys: Keys, fault: AnyFault | undefined): Promise<Signature> {
  const own = { alg: keys.algorithm, key: keys.privateKey }
  if (fault === 'unknown-kid') return { ...own, kid: 'nobody-has-this-key' }
  if (fault === 'bad-signature') return { ...own, key: keys.strangersKey }
  if (fault === 'hs256-with-public-key') return sharedKey(await exportSPKI(keys.publicKey))
  if (fault === 'hs256-with-client-secret') return sharedKey(CLIENT_SECRET)
  if (fault !== 'other-algorithm') return own
  const alg = keys.algorithm === 'RS256' ? 'ES256' : 'RS256'
  return { alg, key: (await generateKeyPair(alg)).privateKey }
}

const sharedKey = (secret: string): Signature => ({ alg: 'HS256', key: new TextEncoder().encode(secret) })

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
    'several-audiences': { aud: [CLIENT_ID, 'another-client'], azp: undefined },
    'several-audiences-wrong-azp': { aud: [CLIENT_ID, 'another-client'], azp: 'another-client' },
    'wrong-access-token-hash': { at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' },
    'missing-issuer': { iss: undefined },
    'missing-audience': { aud: undefined },
    'missing-expiry': { exp: undefined },
    'missing-issue-time': { iat: undefined },
    'wrong-issuer': { iss: 'http://localhost:1/google' },
    expired: { iat: now - 2 * HOUR_SECONDS, exp: now - HOUR_SECONDS },
    'from-the-future': { iat: now + HOUR_SECONDS, exp: now + 2 * HOUR_SECONDS },
    'missing-subject': { sub: undefined },
    'null-subject': { sub: null },
    'huge-subject': { sub: 'x'.repeat(HUGE_SUBJECT) },
  }
  return (fault && wrong[fault]) ?? {}
}
