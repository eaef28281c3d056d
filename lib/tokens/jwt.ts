import { createHmac, timingSafeEqual, verify } from 'node:crypto'
import { SignJWT } from 'jose'
import { z } from 'zod'
import { findVerificationKey, getSigningKey, type SigningKey } from './signing-keys'
import { checkClaims, invalidToken, type TokenClaims } from './token-claims'

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

/** Signs claims with the key that is active now. */
export async function signJwt(claims: Record<string, unknown>, now: Date): Promise<string> {
  const { kid, algorithm, signWith } = await getSigningKey(now)
  return new SignJWT(claims).setProtectedHeader({ alg: algorithm, typ: 'JWT', ...(kid && { kid }) }).sign(signWith)
}

/**
 * Verifies one of our tokens: signature first, by the one algorithm of our key, then the claims.
 * node:crypto checks in one call what costs WebCrypto's queue twice the processor time (docs/performance.md).
 *
 * @throws AppError token_not_valid
 * @see RFC 8725, JSON Web Token best current practices
 */
export async function verifyJwt(
  token: string,
  now: Date = new Date(),
): Promise<TokenClaims & { kid: string | undefined }> {
  const [, headerPart, payloadPart, signaturePart] =
    token.length <= MAX_TOKEN_LENGTH ? (COMPACT_JWS.exec(token) ?? []) : []
  if (!headerPart || !payloadPart || !signaturePart) throw invalidToken('invalid')
  const header = readHeader(headerPart)
  const found = findVerificationKey(header.kid, now)
  const key = found instanceof Promise ? await found : found
  if (!key || key.algorithm !== header.alg) throw invalidToken('invalid')
  const signed = Buffer.from(token.slice(0, -signaturePart.length - 1), 'latin1')
  if (!isSignatureGood(key, signed, decodePart(signaturePart))) throw invalidToken('invalid')
  return { ...checkClaims(parseJson(decodePart(payloadPart)), now), kid: header.kid }
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
