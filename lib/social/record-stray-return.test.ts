import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { limits } from '@/lib/limits/limits'
import { recordStrayReturn } from './record-stray-return'

const { points } = limits.stray_return.address

const strayFrom = (ip: string) =>
  recordStrayReturn(new AppError('provider_failed', { reason: 'provider_answered_error' }), {
    provider: 'google',
    client: { ip, userAgent: '', requestId: '' },
  })

test('O-05 returns that nobody set out for fill no log: above the count they get no number and leave no event', async () => {
  const ip = '10.8.4.1'
  const incidents = await Promise.all(Array.from({ length: 40 }, () => strayFrom(ip)))
  expect(incidents.filter((incident) => incident !== undefined)).toHaveLength(points)
  expect(await db.auditEvent.count({ where: { ip, event: 'account.sign_in' } })).toBe(points)
  const reached = await db.auditEvent.findMany({ where: { ip, event: 'limit.reach' } })
  expect(reached).toMatchObject([{ reason: 'stray_return' }])
  expect(await strayFrom('10.8.4.2')).toBeDefined()
})
