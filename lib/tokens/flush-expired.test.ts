import { expect, test, vi } from 'vitest'
import { db } from '@/lib/db'
import { env } from '@/lib/env'
import { newTokens } from '@/lib/testing/api'
import { race } from '@/lib/testing/long'
import { flushExpired } from './flush-expired'
import { refreshTokens } from './refresh-tokens'

const DAY = 86_400_000
const client = { ip: '', userAgent: '', requestId: '' }

test('what has expired goes, what lives stays, and the family that lives goes on', async () => {
  const now = new Date()
  const long = new Date(now.getTime() - 90 * DAY)
  const [dead, live] = [await newTokens(long), await newTokens(now)]
  await db.oneTimeToken.create({ data: { purpose: 'x', hash: 'old', expiresAt: long } })
  await db.oneTimeToken.create({ data: { purpose: 'x', hash: 'new', expiresAt: new Date(now.getTime() + DAY) } })
  await db.revocation.create({ data: { subject: 'session', subjectId: 'old', reason: 'x', createdAt: long } })
  await db.limit.create({ data: { key: 'old', points: 1, expire: BigInt(long.getTime()) } })
  await db.limit.create({ data: { key: 'endless', points: 1, expire: null } })

  const flushed = await flushExpired(undefined, now)
  expect(flushed).toMatchObject({ outstanding_tokens: 1, sessions: 1, one_time_tokens: 1, revocations: 1, limits: 1 })
  expect(await db.session.count({ where: { userId: dead.user.id } })).toBe(0)
  expect(await db.session.count({ where: { userId: live.user.id } })).toBe(1)
  expect(await db.limit.count({ where: { key: 'endless' } })).toBe(1)
  expect(await refreshTokens({ refresh: live.refresh }, client)).toHaveProperty('refresh')
})

test('a token that expired in a family that lives is no longer on record, and still refused', async () => {
  const { refresh, user } = await newTokens(new Date(Date.now() - env.REFRESH_TOKEN_SECONDS * 1_000 - 1_000))
  await flushExpired()
  expect(await db.outstandingToken.count({ where: { userId: user.id } })).toBe(0)
  await expect(refreshTokens({ refresh }, client)).rejects.toMatchObject({ code: 'token_not_valid' })
})

test('D-20 cleaning up beside active tokens leaves what tells a stolen one, until its family ends', race, async () => {
  const first = await newTokens()
  const second = await refreshTokens({ refresh: first.refresh }, client)
  const late = new Date(Date.now() + (env.REFRESH_GRACE_SECONDS + 60) * 1_000)
  const [third] = await Promise.all([
    refreshTokens({ refresh: second.refresh ?? '' }, client, late),
    ...Array.from({ length: 4 }, () => flushExpired(undefined, late)),
  ])
  expect(await db.outstandingToken.count({ where: { userId: first.user.id } })).toBe(3)
  await expect(refreshTokens({ refresh: first.refresh }, client, late)).rejects.toMatchObject({ reason: 'blacklisted' })
  await expect(refreshTokens({ refresh: third?.refresh ?? '' }, client, late)).rejects.toThrow()
  const { revokedReason } = await db.session.findFirstOrThrow({ where: { userId: first.user.id } })
  expect(revokedReason).toBe('refresh_reuse')
})

test('D-20 with a leeway the record of a token stays as long as its signature is taken', async () => {
  const expired = new Date(Date.now() - env.REFRESH_TOKEN_SECONDS * 1_000 - 1_000)
  const { refresh, user } = await newTokens(expired)
  await refreshTokens({ refresh }, client, new Date(expired.getTime() + 1_000))
  process.env.TOKEN_LEEWAY_SECONDS = '60'
  vi.resetModules()
  const { flushExpired: flushWithLeeway } = await import('./flush-expired')
  await flushWithLeeway()
  delete process.env.TOKEN_LEEWAY_SECONDS
  const { count } = await db.outstandingToken.deleteMany({ where: { userId: user.id } })
  expect(count).toBe(2)
})

test('thousands of rows go in batches, with progress, also by two at once', async () => {
  const { user } = await newTokens(new Date(Date.now() - 90 * DAY))
  const session = await db.session.findFirstOrThrow({ where: { userId: user.id } })
  await db.$executeRaw`
    INSERT INTO outstanding_tokens (jti, session_id, user_id, token_type, issued_at, expires_at)
    SELECT gen_random_uuid(), ${session.id}::uuid, ${user.id}::uuid, 'refresh', now() - interval '9 days', now() - interval '8 days'
      FROM generate_series(1, 3500) n`
  const steps: number[] = []
  const note = (kind: string, count: number) => void (kind === 'outstanding_tokens' && steps.push(count))
  const [first, second] = await Promise.all([flushExpired(note), flushExpired()])
  expect(first.outstanding_tokens + second.outstanding_tokens).toBe(3_501)
  expect(steps.length).toBeGreaterThan(1)
  expect(await db.outstandingToken.count({ where: { userId: user.id } })).toBe(0)
})
