import { expect, test } from 'vitest'
import { env } from '@/lib/env'
import { processWide } from '@/lib/process-wide'
import hashes from './django-hashes.fixture.json'
import { canVerify, needsRehash, verifyPassword } from './hash-password'
import runHashTask, { type HashTask } from './hash-worker'

process.env.PASSWORD_LEGACY_HASHES = 'on'
const tasks: HashTask[] = []
processWide('hash-pool', () => (task: HashTask) => {
  tasks.push(task)
  return runHashTask(task)
})

const plainDigests = hashes.filter(({ format }) => /^(unsalted_)?(md5|sha1)$/.test(format))

test.each(plainDigests)('where the owner allows it, $encoded is verified and to be made anew', async (hash) => {
  expect(canVerify(hash.encoded)).toBe(true)
  expect(await verifyPassword(hash.password, hash.encoded)).toBe(true)
  expect(await verifyPassword(`x${hash.password}`, hash.encoded)).toBe(false)
  expect(needsRehash(hash.encoded)).toBe(true)
})

test('P-03 a plain digest costs as much as a hash of today', async () => {
  tasks.length = 0
  await verifyPassword('a guess', plainDigests[0]?.encoded ?? '')
  const hashed = tasks.map((task) => 'encoded' in task && task.encoded)
  expect(hashed).toContainEqual(
    expect.stringContaining(`bcrypt_sha256$$2b$${String(env.BCRYPT_COST).padStart(2, '0')}$`),
  )
})

test.each(['md5$salt$abc', '308526768081e2fbbf67ddd16445861', 'sha1$$308526768081e2fbbf67ddd16445861d'])(
  'the damaged digest %j opens nothing',
  (encoded) => expect(canVerify(encoded)).toBe(false),
)
