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
// A hash of today takes as long as it would on a server, and every other no time.
processWide('hash-pool', () => async (task: HashTask) => {
  const [result] = await Promise.all([runHashTask(task), isOfToday(task) && setTimeout(USUAL)])
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

test.each(quick)('P-03 $format is answered no sooner than a hash of today, right or wrong', async ({ encoded }) => {
  await timeOf('a guess', await hashPassword('another'))
  expect(await timeOf('a guess', encoded)).toBeGreaterThan(USUAL * 0.9)
})
