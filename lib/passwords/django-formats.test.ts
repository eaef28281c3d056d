import { expect, test } from 'vitest'
import { env } from '@/lib/env'
import hashes from './django-hashes.fixture.json'
import { encodePassword } from './encoded-password'
import { canVerify, needsRehash, verifyPassword } from './hash-password'

// Read from the database of a real Django, of which every person's password is known.
const strong = hashes.filter(({ format }) => /^(argon2|bcrypt|bcrypt_sha256|pbkdf2_sha(1|256)|scrypt)$/.test(format))
const plainDigests = hashes.filter((hash) => !strong.includes(hash))
const [bcrypt = ''] = hashes.filter(({ format }) => format === 'bcrypt').map(({ encoded }) => encoded)

test('every form that Django verifies is among the hashes', () => {
  const formats = [...new Set(hashes.map(({ format }) => format))].sort().join(' ')
  expect(formats).toBe(
    'argon2 bcrypt bcrypt_sha256 md5 pbkdf2_sha1 pbkdf2_sha256 scrypt sha1 unsalted_md5 unsalted_sha1',
  )
})

test.each(strong)('a hash $encoded that Django made of $password is verified', async ({ password, encoded }) => {
  expect(await verifyPassword(password, encoded)).toBe(true)
  expect(await verifyPassword(`x${password}`, encoded)).toBe(false)
  expect(await verifyPassword('', encoded)).toBe(false)
  expect(needsRehash(encoded)).toBe(!encoded.startsWith(`bcrypt_sha256$$2b$${env.BCRYPT_COST}$`))
})

test('P-04 bcrypt without the digest before it reads 72 bytes, as in Django, and is to be made anew', async () => {
  const cut = hashes.filter((hash) => 'also' in hash)
  expect(cut).not.toHaveLength(0)
  for (const { also = [], encoded } of cut) {
    for (const password of also) expect(await verifyPassword(password, encoded)).toBe(true)
    expect(needsRehash(encoded)).toBe(true)
  }
})

test('P-05 no password with U+0000 opens a hash of bcrypt, which would repeat a shorter one around it', async () => {
  const { password, encoded } = hashes.find(({ format }) => format === 'bcrypt') ?? { password: '', encoded: '' }
  expect(await verifyPassword(`${password}\u0000${password}`, encoded)).toBe(false)
})

test.each(plainDigests)('a plain digest $encoded opens nothing unless the owner allows it', async (hash) => {
  expect(await verifyPassword(hash.password, hash.encoded)).toBe(false)
  expect(canVerify(hash.encoded)).toBe(false)
})

test('nobody signs in with an empty password, even where that is what was hashed', async () => {
  expect(await verifyPassword('', await encodePassword('', env.BCRYPT_COST))).toBe(false)
})

const text = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='
const long = `${'A'.repeat(86)}==`
test.each([
  `pbkdf2_sha256$1000000000$salt$${text}`,
  `pbkdf2_sha256$5000001$salt$${text}`,
  `pbkdf2_sha256$0$salt$${text}`,
  `pbkdf2_sha256$1000$salt$AAAA`,
  `pbkdf2_sha512$1000$salt$${long}`,
  'pbkdf2_sha256$1000$salt',
  `scrypt$1048576$salt$8$1$${long}`,
  `scrypt$131072$salt$8$2$${long}`,
  `scrypt$16385$salt$8$1$${long}`,
  `scrypt$1$salt$8$1$${long}`,
  'argon2$argon2id$v=19$m=4194304,t=2,p=8$alVLU21SRkRDZ1dJaDlN$yFnZUqxYQDikSyscQjqtCA',
  'argon2$argon2id$v=19$m=262144,t=5,p=8$alVLU21SRkRDZ1dJaDlN$yFnZUqxYQDikSyscQjqtCA',
  'argon2$argon2id$v=19$m=64,t=2,p=16$alVLU21SRkRDZ1dJaDlN$yFnZUqxYQDikSyscQjqtCA',
  'argon2$argon2id$v=19$m=512,t=0,p=1$alVLU21SRkRDZ1dJaDlN$yFnZUqxYQDikSyscQjqtCA',
  'argon2$argon2id$v=16$m=512,t=2,p=2$alVLU21SRkRDZ1dJaDlN$yFnZUqxYQDikSyscQjqtCA',
  bcrypt.replace('$10$', '$31$').replace('$12$', '$31$'),
  bcrypt.replace('$10$', '$03$').replace('$12$', '$03$'),
  `${bcrypt}.`,
  'crypt$$aaOesJIscBzQg',
  'sha3_512$1$abcdef$0123456789',
  '!kZRacik0wc4OacF4CTrJBokUFMlAhaSkWGSx7eNO',
])('a hash %j asks for too much or cannot be read, and opens nothing at the cost of a dummy', async (encoded) => {
  expect(canVerify(encoded)).toBe(false)
  expect(await verifyPassword('a guess', encoded)).toBe(false)
})

test.each([
  `pbkdf2_sha256$1200000$salt$${text}`,
  `scrypt$131072$salt$8$1$${long}`,
  'argon2$argon2id$v=19$m=262144,t=4,p=8$alVLU21SRkRDZ1dJaDlN$yFnZUqxYQDikSyscQjqtCA',
])('a hash %j, stronger than those of today, is within the bounds', (encoded) => {
  expect(canVerify(encoded)).toBe(true)
})
