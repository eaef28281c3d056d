import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { env } from './env'

const ALGORITHM = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

export type Key = { id: string; bytes: Buffer }

let keys: Key[] | undefined

/** The first key encrypts, every key decrypts: that is how they are rotated. */
function encryptionKeys(): Key[] {
  keys ??= env.ENCRYPTION_KEYS.split(',').map((text) => {
    const bytes = Buffer.from(text.trim(), 'base64')
    return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 8), bytes }
  })
  return keys
}

/**
 * Encrypts a secret that must be read back (provider secret, private key).
 * @returns `v1.<key id>.<base64url of nonce, ciphertext and tag>`
 */
export function encrypt(plain: string): string {
  const key = encryptionKeys()[0]
  if (!key) throw new Error('ENCRYPTION_KEYS is empty')
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(ALGORITHM, key.bytes, nonce)
  const sealed = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `v1.${key.id}.${sealed.toString('base64url')}`
}

/** Reads what `encrypt` made; throws when it was altered or its key is gone from ENCRYPTION_KEYS. */
export function decrypt(text: string): string {
  const [version, keyId, body] = text.split('.')
  const key = encryptionKeys().find(({ id }) => id === keyId)
  if (version !== 'v1' || !key || !body)
    throw new Error('This secret was encrypted with a key that ENCRYPTION_KEYS lacks')
  const sealed = Buffer.from(body, 'base64url')
  const decipher = createDecipheriv(ALGORITHM, key.bytes, sealed.subarray(0, NONCE_BYTES))
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  const plain = Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()])
  return plain.toString('utf8')
}

/** Whether the key is there that encrypted this; only reading tells whether it was altered. */
export function isReadable(text: string): boolean {
  const [version, keyId, body] = text.split('.')
  return version === 'v1' && Boolean(body) && encryptionKeys().some(({ id }) => id === keyId)
}

/** Keys for another use, one of each encryption key: the first makes what every one checks. */
export function derivedKeys(use: string): Key[] {
  return encryptionKeys().map(({ id, bytes }) => ({ id, bytes: Buffer.from(hkdfSync('sha256', bytes, '', use, 32)) }))
}

/** An opaque secret for links and cookies: 32 random bytes, base64url. */
export function randomSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** How a secret that is only compared is stored: SHA-256, hex. Only for secrets with full entropy. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** How what anybody could guess, such as an address, is stored where only its equality counts: keyed, so none can be tried. */
export function hashGuessable(text: string): string {
  return createHmac('sha256', env.AUTH_SECRET).update(text).digest('base64url')
}
