import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hashPassword, verifyPassword } from './hash-password'

const WORKERS = 1
const QUEUE = 3
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-hash-'))
  const outfile = join(folder, 'hash-worker.js')
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
  await build({ entryPoints: ['lib/passwords/hash-worker.ts'], outfile, bundle: true, platform: 'node', format: 'esm' })
  Object.assign(process.env, {
    LATCHKEY_BUILD_DIR: folder,
    HASH_WORKERS: String(WORKERS),
    HASH_QUEUE: String(QUEUE),
    BCRYPT_COST: '10',
  })
})

afterAll(() => rm(folder, { recursive: true }))

test('beyond the queue a sign-in is told to come back, the others are served, and this thread stays free', async () => {
  let ticks = 0
  const ticking = setInterval(() => (ticks += 1), 5)
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => verifyPassword('a guess', null)))
  clearInterval(ticking)

  const refusals = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason)
  expect(refusals.length).toBeGreaterThanOrEqual(20 - QUEUE - 2 * WORKERS)
  expect(refusals.length).toBeLessThan(20)
  for (const refusal of refusals) expect(refusal).toMatchObject({ code: 'unavailable', retryAfterSeconds: 2 })
  // Hashed in this thread, each one would let the clock tick once.
  const served = outcomes.length - refusals.length
  expect(ticks).toBeGreaterThan(2 * served)
})

test('the workers make and verify the same hashes', async () => {
  const encoded = await hashPassword('correct horse')
  expect(encoded).toMatch(/^bcrypt_sha256\$\$2b\$10\$/)
  expect(await verifyPassword('correct horse', encoded)).toBe(true)
  expect(await verifyPassword('wrong horse', encoded)).toBe(false)
})
