import { createHmac, type KeyObject, sign, timingSafeEqual, verify } from 'node:crypto'
import { promisify } from 'node:util'
import { z } from 'zod'
import { processWide } from '@/lib/process-wide'
import { onKeyPulled } from '@/lib/sessions/revocation-feed'
import { findKnownKey, findVerificationKey, getSigningKey, type SigningKey } from './signing-keys'
import { checkClaims, checkMoments, invalidToken, type TokenClaims } from './token-claims'

// A hundred times what we make would still fit; more is refused before anything looks at it.
const MAX_TOKEN_LENGTH = 8_192
const COMPACT_JWS = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/

// Nothing else may stand in the header: no crit, jwk, jku, x5u, x5c, zip, b64.
const headerSchema = z.strictObject({
  alg: z.enum(['ES256', 'RS256', 'HS256']),
  typ: z.literal('JWT').optional(),
  kid: z.string().min(1).max(64).optional(),
})

type Header = z.output<typeof headerSchema>

// All tokens under one key have the same header, so each spelling is parsed once; strangers can fill it, not grow it.
const parsedHeaders = new Map<string, Header>()
const MAX_HEADERS = 64

/** Of about 2 KB each: what a process remembers stays under 10 MB. */
const MAX_VERIFIED = 4_000

export type VerifiedClaims = TokenClaims & { readonly kid: string | undefined }

/**
 * Signs claims with the key that is active now.
 * node:crypto needs a third of the processor time that WebCrypto's queue takes (docs/performance.md).
 */
export async function signJwt(claims: Record<string, unknown>, now: Date): Promise<string> {
  const key = await getSigningKey(now)
  const header = { alg: key.algorithm, typ: 'JWT', ...(key.kid && { kid: key.kid }) }
  const signed = `${encodePart(header)}.${encodePart(claims)}`
  const signature = await makeSignature(key, Buffer.from(signed, 'latin1'))
  return `${signed}.${signature.toString('base64url')}`
}

/**
 * Verifies one of our tokens: signature first, by the one algorithm of our key, then the claims. A token whose
 * signature was checked a moment ago is recalled.
 * node:crypto checks in one call what costs WebCrypto's queue twice the processor time (docs/performance.md).
 *
 * @throws AppError token_not_valid
 * @see RFC 8725, JSON Web Token best current practices
 */
export async function verifyJwt(token: string, now: Date = new Date()): Promise<VerifiedClaims> {
  return recall(token, now) ?? verifyAnew(token, now)
}

async function verifyAnew(token: string, now: Date): Promise<VerifiedClaims> {
  const [, headerPart, payloadPart, signaturePart] =
    token.length <= MAX_TOKEN_LENGTH ? (COMPACT_JWS.exec(token) ?? []) : []
  if (!headerPart || !payloadPart || !signaturePart) throw invalidToken('invalid')
  const header = readHeader(headerPart)
  const found = findVerificationKey(header.kid, now)
  const key = found instanceof Promise ? await found : found
  if (!key || key.algorithm !== header.alg) throw invalidToken('invalid')
  const signed = Buffer.from(token.slice(0, -signaturePart.length - 1), 'latin1')
  if (!isSignatureGood(key, signed, decodePart(signaturePart))) throw invalidToken('invalid')
  const claims = { ...checkClaims(parseJson(decodePart(payloadPart)), now), kid: header.kid }
  // A refresh token is shown once; its row decides.
  return claims.token_type === 'refresh' ? claims : remember(token, { claims, verifiedWith: key.verifyWith })
}

/** Claims that were verified, with what did it; moments and revocation are judged each time. */
type Verified = { claims: VerifiedClaims; verifiedWith: KeyObject }

const verified = processWide('verified-tokens', () => new Map<string, Verified>())
onKeyPulled(() => verified.clear())

function remember(token: string, entry: Verified): VerifiedClaims {
  if (verified.size >= MAX_VERIFIED) forgetOldest()
  verified.set(token, entry)
  return entry.claims
}

function forgetOldest(): void {
  const [oldest] = verified.keys()
  if (oldest !== undefined) verified.delete(oldest)
}

// A token is recalled only while the very key that verified it is still in use.
function recall(token: string, now: Date): VerifiedClaims | undefined {
  const known = verified.get(token)
  if (!known) return undefined
  if (findKnownKey(known.claims.kid, now)?.verifyWith !== known.verifiedWith) {
    verified.delete(token)
    return undefined
  }
  checkMoments(known.claims, now)
  return known.claims
}

const signElsewhere = promisify(sign)

// On another thread, so that meanwhile this one answers others.
async function makeSignature({ algorithm, signWith }: SigningKey, signed: Buffer): Promise<Buffer> {
  if (algorithm === 'HS256') return createHmac('sha256', signWith).update(signed).digest()
  const key = algorithm === 'ES256' ? ({ key: signWith, dsaEncoding: 'ieee-p1363' } as const) : signWith
  return signElsewhere('sha256', signed, key)
}

function isSignatureGood({ algorithm, verifyWith }: SigningKey, signed: Buffer, signature: Buffer): boolean {
  if (algorithm === 'ES256') return verify('sha256', signed, { key: verifyWith, dsaEncoding: 'ieee-p1363' }, signature)
  if (algorithm === 'RS256') return verify('sha256', signed, verifyWith, signature)
  const expected = createHmac('sha256', verifyWith).update(signed).digest()
  return expected.length === signature.length && timingSafeEqual(expected, signature)
}

function readHeader(part: string): Header {
  const known = parsedHeaders.get(part)
  if (known) return known
  const result = headerSchema.safeParse(parseJson(decodePart(part)))
  if (!result.success) throw invalidToken('invalid')
  if (parsedHeaders.size >= MAX_HEADERS) parsedHeaders.clear()
  parsedHeaders.set(part, result.data)
  return result.data
}

function encodePart(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}

// Unused bits in the last character would give one token several spellings.
function decodePart(part: string): Buffer {
  const bytes = Buffer.from(part, 'base64url')
  if (bytes.toString('base64url') !== part) throw invalidToken('invalid')
  return bytes
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    throw invalidToken('invalid')
  }
}
