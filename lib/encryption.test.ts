import { expect, test, vi } from 'vitest'

const OLD_KEY = Buffer.alloc(32, 1).toString('base64')
const NEW_KEY = Buffer.alloc(32, 2).toString('base64')

async function encryptionWith(keys: string) {
  vi.resetModules()
  vi.stubEnv('ENCRYPTION_KEYS', keys)
  return import('./encryption')
}

test('what was encrypted is read back, and no two ciphertexts are alike', async () => {
  const { encrypt, decrypt } = await encryptionWith(OLD_KEY)
  const sealed = encrypt('비밀 secret')
  expect(decrypt(sealed)).toBe('비밀 secret')
  expect(sealed).not.toContain('secret')
  expect(encrypt('비밀 secret')).not.toBe(sealed)
})

test('after a key was put in front, the old one still decrypts and the new one encrypts', async () => {
  const sealedBefore = (await encryptionWith(OLD_KEY)).encrypt('kept')
  const { encrypt, decrypt } = await encryptionWith(`${NEW_KEY},${OLD_KEY}`)
  expect(decrypt(sealedBefore)).toBe('kept')
  const sealedAfter = encrypt('kept')
  const withNewKeyOnly = await encryptionWith(NEW_KEY)
  expect(withNewKeyOnly.decrypt(sealedAfter)).toBe('kept')
  expect(() => withNewKeyOnly.decrypt(sealedBefore)).toThrow(/ENCRYPTION_KEYS/)
})

test('an altered ciphertext is refused', async () => {
  const { encrypt, decrypt } = await encryptionWith(OLD_KEY)
  const [version, keyId, body = ''] = encrypt('kept').split('.')
  const bytes = Buffer.from(body, 'base64url')
  for (const index of [0, 13, bytes.length - 1]) {
    const altered = Buffer.from(bytes)
    altered[index] = (altered[index] ?? 0) ^ 1
    expect(() => decrypt(`${version}.${keyId}.${altered.toString('base64url')}`)).toThrow()
  }
})

test('a secret has 32 random bytes, and its hash is its SHA-256', async () => {
  const { hashSecret, randomSecret } = await encryptionWith(OLD_KEY)
  expect(randomSecret()).toMatch(/^[\w-]{43}$/)
  expect(randomSecret()).not.toBe(randomSecret())
  expect(hashSecret('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})
