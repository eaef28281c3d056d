import { setTimeout } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { processWide } from '@/lib/process-wide'
import hashes from './django-hashes.fixture.json'
import { hashPassword, verifyPassword } from './hash-password'
import runHashTask, { type HashTask } from './hash-worker'

vi.hoisted(() => {
  process.env.PASSWORD_LEGACY_HASHES = 'on'
})

const USUAL = 400
const [QUICK, SLOW] = [10, 300]
let usual = USUAL
// A hash of today takes as long as it would on a server, and every other no time.
processWide('hash-pool', () => async (task: HashTask) => {
  const [result] = await Promise.all([runHashTask(task), isOfToday(task) && setTimeout(usual)])
  return result
})
const isOfToday = (task: HashTask) => task.kind === 'match' && task.encoded.startsWith('bcrypt_sha256$')

async function timeOf(password: string, encoded: string | null): Promise<number> {
  const startedAt = performance.now()
  await verifyPassword(password, encoded)
  return performance.now() - startedAt
}

const formats = ['pbkdf2_sha256', 'pbkdf2_sha1', 'md5', 'sha1']
const quick = formats.map((format) => hashes.find((hash) => hash.format === format) ?? { format, encoded: '' })

const md5 = quick.find(({ format }) => format === 'md5')?.encoded ?? ''

test.each(quick)('P-03 $format is answered no sooner than a hash of today, right or wrong', async ({ encoded }) => {
  await timeOf('a guess', await hashPassword('another'))
  expect(await timeOf('a guess', encoded)).toBeGreaterThan(USUAL * 0.9)
})

test('P-03 an old hash takes the times that hashes of today took, not their mean', async () => {
  for (const milliseconds of Array(16).fill([QUICK, SLOW]).flat()) {
    usual = milliseconds
    await timeOf('a guess', await hashPassword('another'))
  }
  const times: number[] = []
  for (let turn = 0; turn < 24; turn += 1) times.push(await timeOf('a guess', md5))
  expect(Math.min(...times)).toBeLessThan(SLOW / 3)
  expect(Math.max(...times)).toBeGreaterThan(SLOW * 0.9)
})
