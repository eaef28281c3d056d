import { randomUUID } from 'node:crypto'
import { afterAll, expect, test, vi } from 'vitest'

const redisServer = await vi.hoisted(async () => {
  const { startRedis } = await import('./redis-server.fixture')
  const server = await startRedis()
  process.env.REDIS_URL = server.url
  return server
})

import { db } from '@/lib/db'
import { hashGuessable, hashSecret, randomSecret } from '@/lib/encryption'
import { isOutage } from '@/lib/http/outage'
import type { Client } from '@/lib/sessions/client'
import { newPerson } from '@/lib/testing/api'
import { race } from '@/lib/testing/long'
import { countAttempt, forgetFailures } from './count-attempt'
import { limits } from './limits'
import { redis } from './redis'
import { FLOOD, findChallenge, refuseInFlood } from './sign-up-flood'

afterAll(async () => {
  redis().destroy()
  await redisServer.stop()
})

let nextAddress = 0
function newClient(): Client {
  nextAddress += 1
  return { ip: `10.4.${nextAddress >> 8}.${nextAddress & 255}`, userAgent: '', requestId: '' }
}

const newAccount = () => `${randomUUID()}@example.org`
const guess = (account: string, client = newClient()) => countAttempt({ act: 'password', account, client })
const codeOf = (attempt: Promise<unknown>) => attempt.then(() => 'counted').catch(({ code }) => code)
const { account: perAccount, address: perAddress } = limits.password

test('P-11 on Redis: of 200 parallel guesses exactly the limit goes through', race, async () => {
  const account = newAccount()
  const codes = await Promise.all(Array.from({ length: 200 }, () => codeOf(guess(account))))
  expect(codes.filter((code) => code === 'counted')).toHaveLength(perAccount.points)
  expect(codes.filter((code) => code === 'too_many_requests')).toHaveLength(200 - perAccount.points)
  expect(await db.limit.count()).toBe(0)
})

test('P-10 on Redis: a refusal says how long to wait, and the count ends by itself', async () => {
  const account = newAccount()
  for (let attempt = 0; attempt < perAccount.points; attempt += 1) await guess(account)
  const refused = await guess(account).catch((error: unknown) => error)
  expect(refused).toHaveProperty('retryAfterSeconds', expect.closeTo(perAccount.seconds, -1))
  const key = `latchkey:password:account:${hashGuessable(account)}`
  expect(await redis().ttl(key)).toBeGreaterThan(0)
  await redis().pExpire(key, 1)
  await vi.waitUntil(async () => (await redis().exists(key)) === 0)
  await expect(guess(account)).resolves.toBeUndefined()
})

test('P-13 P-14 on Redis: an address is refused whatever it names, an IPv6 /64 as one', async () => {
  const from = (host: number) => ({ ...newClient(), ip: `2001:db8:9:1::${(host + 1).toString(16)}` })
  const spray = Array.from({ length: perAddress.points + 20 }, (_, host) => codeOf(guess(newAccount(), from(host))))
  expect((await Promise.all(spray)).filter((code) => code === 'counted')).toHaveLength(perAddress.points)
})

test('P-16 on Redis: a success clears the count of the account and never that of the address', async () => {
  const [account, client] = [newAccount(), newClient()]
  const codes: string[] = []
  for (let attempt = 0; attempt < perAddress.points + 5; attempt += 1) {
    codes.push(await codeOf(guess(account, client)))
    await forgetFailures(account, client)
  }
  expect(codes.filter((code) => code === 'counted')).toHaveLength(perAddress.points)
})

test(
  'P-15 P-18 on Redis: one guess each from many addresses, at any address of a person, is one count',
  race,
  async () => {
    const { id, email } = await newPerson()
    const further = newAccount()
    await db.emailAddress.create({ data: { id: randomUUID(), userId: id, email: further, verifiedAt: new Date() } })
    const tries = Array.from({ length: 100 }, (_, host) => codeOf(guess(host % 2 ? email : further)))
    expect((await Promise.all(tries)).filter((code) => code === 'counted')).toHaveLength(perAccount.points)
  },
)

test('P-17 on Redis: a known device gets in while a botnet uses up the account', async () => {
  const user = await newPerson()
  const deviceHashes = [hashSecret(randomSecret())]
  await db.knownDevice.create({ data: { userId: user.id, hash: deviceHashes[0] ?? '' } })
  await Promise.all(Array.from({ length: 50 }, () => codeOf(guess(user.email))))
  expect(await codeOf(guess(user.email))).toBe('too_many_requests')
  expect(await codeOf(guess(user.email, { ...newClient(), deviceHashes }))).toBe('counted')
})

test('R-27 on Redis: a flood of sign-ups is noticed', async () => {
  expect(await findChallenge(newClient())).toBeNull()
  await Promise.all(Array.from({ length: FLOOD.points }, () => refuseInFlood()))
  await expect(refuseInFlood()).rejects.toMatchObject({ code: 'too_many_requests' })
  expect(await findChallenge(newClient())).not.toBeNull()
})

test('without Redis nobody gets through, and nobody waits for long; when it is back, so are the counts', async () => {
  await redisServer.stop()
  const startedAt = Date.now()
  expect(await codeOf(guess(newAccount()))).toBe('unavailable')
  expect(Date.now() - startedAt).toBeLessThan(5_000)
  expect(await codeOf(forgetFailures(newAccount(), newClient()))).toBe('unavailable')
  const form = await findChallenge(newClient()).catch((error: unknown) => error)
  expect(form).toMatchObject({ code: 'unavailable', retryAfterSeconds: expect.any(Number) })
  expect(isOutage(form)).toBe(true)
  await redisServer.start()
  await vi.waitUntil(async () => (await codeOf(guess(newAccount()))) === 'counted', { timeout: 15_000, interval: 100 })
})
