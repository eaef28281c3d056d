import {
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPair,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto'
import { promisify } from 'node:util'
import { calculateJwkThumbprint } from 'jose'
import { z } from 'zod'
import { decrypt, encrypt } from '@/lib/encryption'
import { env } from '@/lib/env'
import { processWide } from '@/lib/process-wide'
import { isFeedFresh, isKeyPulled, onKeyPulled } from '@/lib/sessions/revocation-feed'
import { createFirstSigningKey, findSigningKeys, type NewSigningKey, type SigningKeyRow } from './signing-key-store'

const MIN_SHARED_KEY_BYTES = 32
const RELOAD_AFTER_MS = 60_000
const RELOAD_FOR_UNKNOWN_KID_AFTER_MS = 1_000

/** A key that signs or verifies; its algorithm is fixed, whatever a token says. */
export type SigningKey = {
  /** null: the shared HS256 key, as an unchanged Django service knows it. */
  kid: string | null
  algorithm: 'ES256' | 'RS256' | 'HS256'
  signWith: KeyObject
  verifyWith: KeyObject
  publicJwk: PublicJwk | null
  activeFrom: Date
  retiresAt: Date | null
  expiresAt: Date | null
}

const publicJwkSchema = z.looseObject({ kty: z.enum(['EC', 'RSA']) })
type PublicJwk = z.output<typeof publicJwkSchema>

type KeyRing = { keys: SigningKey[]; loadedAt: number }

const cache = processWide<{ ring: KeyRing | null; loading: Promise<KeyRing> | null }>('signing-keys', () => ({
  ring: null,
  loading: null,
}))

/** The key that signs now; the first one is made when it is first needed. */
export async function getSigningKey(now: Date = new Date()): Promise<SigningKey> {
  const active = findActive(await loadKeyRing(RELOAD_AFTER_MS), now)
  if (active) return active
  await createFirstKey(now)
  forgetSigningKeys()
  const made = findActive(await loadKeyRing(RELOAD_AFTER_MS), now)
  if (!made) throw new Error(`There is no ${env.TOKEN_ALGORITHM} key to sign with`)
  return made
}

function findActive({ keys }: KeyRing, now: Date): SigningKey | undefined {
  const active = keys.filter((key) => key.algorithm === env.TOKEN_ALGORITHM && isActive(key, now) && !isPulled(key))
  return active.sort((a, b) => b.activeFrom.getTime() - a.activeFrom.getTime())[0]
}

/** Finds the key a token names, among ours only; without a kid it is the shared one. */
export function findVerificationKey(
  kid: string | undefined,
  now: Date,
): SigningKey | null | Promise<SigningKey | null> {
  return findKnownKey(kid, now) ?? findAfterReload(kid, now)
}

/** The same among the keys that this process has read lately; undefined when it has to read them again. */
export function findKnownKey(kid: string | undefined, now: Date): SigningKey | undefined {
  const { ring } = cache
  const maxAgeMs = isFeedFresh() ? RELOAD_AFTER_MS : RELOAD_FOR_UNKNOWN_KID_AFTER_MS
  return ring && ring.loadedAt > performance.now() - maxAgeMs ? findIn(ring, kid, now) : undefined
}

async function findAfterReload(kid: string | undefined, now: Date): Promise<SigningKey | null> {
  // Another process may have made the key a moment ago; a stranger's kid must not cost a query each time.
  return findIn(await loadKeyRing(RELOAD_FOR_UNKNOWN_KID_AFTER_MS), kid, now) ?? null
}

function findIn({ keys }: KeyRing, kid: string | undefined, now: Date): SigningKey | undefined {
  const found = keys.find((key) => key.kid === (kid ?? null) && (key.expiresAt === null || key.expiresAt > now))
  return found && !isPulled(found) ? found : undefined
}

// The ring may be a minute old; what was pulled meanwhile is known by the revocation feed.
function isPulled({ kid }: SigningKey): boolean {
  return kid !== null && isKeyPulled(kid)
}

/** Public keys for others to verify with: what signs, what will, and what signed until its last token expired. */
export async function listPublicKeys(now: Date = new Date()): Promise<PublicJwk[]> {
  if (env.TOKEN_ALGORITHM !== 'HS256') await getSigningKey(now)
  const { keys } = await loadKeyRing(RELOAD_FOR_UNKNOWN_KID_AFTER_MS)
  return keys.flatMap(({ publicJwk, kid, algorithm, expiresAt }) => {
    const isOver = (expiresAt !== null && expiresAt <= now) || (kid !== null && isKeyPulled(kid))
    return publicJwk && kid && !isOver ? [{ ...publicJwk, kid, alg: algorithm, use: 'sig' }] : []
  })
}

/** Forgets the cached keys, and those on their way here, which may have been read before the change. */
export function forgetSigningKeys(): void {
  cache.ring = null
  cache.loading = null
}

// Whichever process pulled it: the key that took over is known before its first token comes.
onKeyPulled(forgetSigningKeys)

function isActive({ activeFrom, retiresAt }: SigningKey, now: Date): boolean {
  return activeFrom <= now && (retiresAt === null || retiresAt > now)
}

async function loadKeyRing(maxAgeMs: number): Promise<KeyRing> {
  if (cache.ring && cache.ring.loadedAt > performance.now() - maxAgeMs) return cache.ring
  cache.loading ??= startLoading()
  return cache.loading
}

function startLoading(): Promise<KeyRing> {
  const loading: Promise<KeyRing> = readKeyRing(cache.ring?.keys ?? [])
    .then((ring) => {
      if (cache.loading === loading) cache.ring = ring
      return ring
    })
    .finally(() => {
      if (cache.loading === loading) cache.loading = null
    })
  return loading
}

async function readKeyRing(known: SigningKey[]): Promise<KeyRing> {
  const loadedAt = performance.now()
  const shared = env.TOKEN_ALGORITHM === 'HS256' ? [known.find(({ kid }) => kid === null) ?? sharedKey()] : []
  const rows = await findSigningKeys()
  return { keys: [...shared, ...rows.map((row) => openKey(row, known))], loadedAt }
}

function sharedKey(): SigningKey {
  const secret = Buffer.from(env.TOKEN_SIGNING_KEY ?? '')
  // The local mode takes a short one and says so; production has refused to start.
  if (secret.length < (env.LATCHKEY_MODE === 'local' ? 1 : MIN_SHARED_KEY_BYTES))
    throw new Error(`HS256 needs TOKEN_SIGNING_KEY, ${MIN_SHARED_KEY_BYTES} bytes or more`)
  const key = createSecretKey(secret)
  const moments = { activeFrom: new Date(0), retiresAt: null, expiresAt: null }
  return { kid: null, algorithm: 'HS256', signWith: key, verifyWith: key, publicJwk: null, ...moments }
}

// A kid is the thumbprint of its key: what is known by it need not be decrypted again, and its tokens are still recalled.
function openKey({ privateKey, publicJwk, ...row }: SigningKeyRow, known: SigningKey[]): SigningKey {
  const same = known.find(({ kid }) => kid === row.kid)
  if (same) return { ...same, ...row }
  const privateJwk: JsonWebKey = JSON.parse(decrypt(privateKey))
  const signWith = createPrivateKey({ key: privateJwk, format: 'jwk' })
  return { ...row, signWith, verifyWith: createPublicKey(signWith), publicJwk: publicJwkSchema.parse(publicJwk) }
}

async function createFirstKey(now: Date): Promise<void> {
  await createFirstSigningKey({ ...(await generateSigningKey()), activeFrom: now })
}

/** A new key pair as it is stored: the private part encrypted, named by its thumbprint (RFC 7638). */
export async function generateSigningKey(): Promise<Omit<NewSigningKey, 'activeFrom'>> {
  const { algorithm, publicKey, privateKey } = await makeKeyPair()
  const publicJwk = publicJwkSchema.parse(publicKey.export({ format: 'jwk' }))
  const sealed = encrypt(JSON.stringify(privateKey.export({ format: 'jwk' })))
  const kid = await calculateJwkThumbprint(publicJwk)
  return { kid, algorithm, publicJwk: JSON.stringify(publicJwk), privateKey: sealed }
}

const generate = promisify(generateKeyPair)

// Not at once: an RSA key takes up to half a second, in which nothing else would be answered.
async function makeKeyPair() {
  const algorithm = ownAlgorithm()
  if (algorithm === 'RS256') return { algorithm, ...(await generate('rsa', { modulusLength: 2048 })) }
  return { algorithm, ...(await generate('ec', { namedCurve: 'P-256' })) }
}

/** What keys of our own are made for. */
export function ownAlgorithm(): 'ES256' | 'RS256' {
  return env.TOKEN_ALGORITHM === 'RS256' ? 'RS256' : 'ES256'
}
