import { beforeEach, expect, test, vi } from 'vitest'
import { db } from '@/lib/db'
import hashes from '@/lib/passwords/django-hashes.fixture.json'
import { needsRehash } from '@/lib/passwords/hash-password'
import { newPerson, testClient } from '@/lib/testing/api'
import { verifyCredentials } from './verify-credentials'

vi.hoisted(() => {
  process.env.PASSWORD_LEGACY_HASHES = 'on'
})

beforeEach(() => db.limit.deleteMany())

async function moveIn(encoded: string) {
  const { id, email } = await newPerson()
  await db.user.update({ where: { id }, data: { passwordHash: encoded } })
  const enter = (password: string) => verifyCredentials({ email, password }, testClient)
  return { enter, hashNow: async () => (await db.user.findUniqueOrThrow({ where: { id } })).passwordHash ?? '' }
}

test.each(hashes)('who moves in with $encoded signs in as before, and has a hash of today then', async (hash) => {
  const { enter, hashNow } = await moveIn(hash.encoded)
  await expect(enter(`x${hash.password}`)).rejects.toMatchObject({ code: 'bad_credentials' })
  expect(await hashNow()).toBe(hash.encoded)
  await enter(hash.password)
  expect(needsRehash(await hashNow())).toBe(false)
  await enter(hash.password)
})

/** The others of that Django, which open nothing here, and why. */
const refused = [
  ['!kZRacik0wc4OacF4CTrJBokUFMlAhaSkWGSx7eNO', null, 'no password, in Django neither'],
  ['!oPn8LaheKm0hzJKsbhbIuy6YA2U6Sp6sVAeR0ZbR', null, 'no password, in Django neither'],
  ['!UGMKEfWlfUaM3gMZ1eeUbqZ6Y4oDpZAkfiDJQCXk', null, 'no password, in Django neither'],
  ['', null, 'an empty column'],
  ['sha3_512$1$abcdef$0123456789', null, 'a form that Django does not know either'],
  ['crypt$$aaOesJIscBzQg', 'k9!yMeZ8ryB8', 'DES reads eight bytes only'],
  ['crypt$Jk$Jk6q3MIoMaaGY', 'k9!se1ngZpjO', 'DES reads eight bytes only'],
  [
    'pbkdf2_sha256$20000$8yFZjl3pRtPP$WM6muz2sLSEQkVyKTP7S5DL1U3S06P4NHNOcWwm2+QM=',
    '',
    'the hash of no password at all',
  ],
] as const

test.each(refused)('who moves in with %j needs a new password by mail: %s, %s', async (encoded, password) => {
  const { enter, hashNow } = await moveIn(encoded)
  for (const guess of [password ?? encoded, 'x'])
    await expect(enter(guess)).rejects.toMatchObject({ code: 'bad_credentials' })
  expect(await hashNow()).toBe(encoded)
})

test('every one of the sixty people of that Django is among these', () => {
  expect(hashes.length + refused.length).toBe(60)
})
