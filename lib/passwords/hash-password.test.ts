import { expect, test } from 'vitest'
import { env } from '@/lib/env'
import { processWide } from '@/lib/process-wide'
import { encodePassword } from './encoded-password'
import { hashPassword, needsRehash, verifyPassword } from './hash-password'
import runHashTask, { type HashTask } from './hash-worker'

const tasks: HashTask[] = []
processWide('hash-pool', () => (task: HashTask) => {
  tasks.push(task)
  return runHashTask(task)
})

const madeByDjango = [
  ['S7ugz96SLTTiW5BcS%', 'bcrypt_sha256$$2b$10$21fjV2XqvSVMYwn3YHvoiejHSR3eqd28M2QiwyKN1T2eIoyTXyZha'],
  ['r9MVMT4N8dE=', 'bcrypt_sha256$$2b$12$jQIakCucm2BGJ8xi0qbsEOHnbQ0FJdXpMk3rQqImHq1fHDMy7g52.'],
  [
    'WN8xcorrect horse battery staple, repeated until it is well over seventy-two bytes long! 0123456789',
    'bcrypt_sha256$$2b$10$VaU9B4FyQNs8v6NOThkP4uFzLEaJb/vFJz4eZSLIhnslrdNVYhDdW',
  ],
] as const

test.each(madeByDjango)('a hash that Django made of %j is verified', async (password, encoded) => {
  expect(await verifyPassword(password, encoded)).toBe(true)
  expect(await verifyPassword(`${password}x`, encoded)).toBe(false)
})

test('P-04 a password that shares its first 72 bytes is refused', async () => {
  const encoded = await hashPassword(`${'가'.repeat(24)} and more`)
  expect(await verifyPassword(`${'가'.repeat(24)} and less`, encoded)).toBe(false)
  expect(await verifyPassword('가'.repeat(24), encoded)).toBe(false)
})

test('P-05 "ab" and "ab\\0ab" are different passwords', async () => {
  expect(await verifyPassword('ab\u0000ab', await hashPassword('ab'))).toBe(false)
})

test('P-06 a password set in one normal form opens in the other; full width stays different', async () => {
  const composed = '비밀번호는 길게'.normalize('NFC')
  const decomposed = composed.normalize('NFD')
  expect(await verifyPassword(decomposed, await hashPassword(composed))).toBe(true)
  expect(await verifyPassword(composed, await hashPassword(decomposed))).toBe(true)
  expect(await verifyPassword('ｐａｓｓ', await hashPassword('pass'))).toBe(false)
})

test('P-06 a hash of the decomposed form, made elsewhere, opens with the bytes as they were sent', async () => {
  const decomposed = '비밀번호'.normalize('NFD')
  const encoded = await encodePassword(decomposed, env.BCRYPT_COST)
  expect(await verifyPassword(decomposed, encoded)).toBe(true)
  expect(await verifyPassword('비밀번호', encoded)).toBe(false)
})

test('P-03 without a stored hash one comparison is made, at the cost of a real one', async () => {
  const encoded = await hashPassword('correct horse')
  tasks.length = 0
  await verifyPassword('wrong horse', encoded)
  expect(await verifyPassword('wrong horse', null)).toBe(false)
  const [real, dummy] = tasks.map((task) => ({ ...task, encoded: 'encoded' in task && task.encoded.slice(0, 20) }))
  expect(tasks).toHaveLength(2)
  expect(dummy).toEqual(real)
})

test('a hash of another cost or format is to be made anew', async () => {
  expect(needsRehash(await encodePassword('x', env.BCRYPT_COST))).toBe(false)
  expect(needsRehash(await encodePassword('x', env.BCRYPT_COST + 1))).toBe(true)
  expect(needsRehash('pbkdf2_sha256$260000$salt$hash')).toBe(true)
})

test.each(['', '!', 'bcrypt_sha256$', 'md5$salt$hash', 'plain'])(
  'the encoded form %j matches nothing',
  async (encoded) => {
    expect(await verifyPassword('plain', encoded)).toBe(false)
    expect(await verifyPassword('', encoded)).toBe(false)
  },
)
