import { randomBytes } from 'node:crypto'
import { expect, test, vi } from 'vitest'

const [first, second] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')]

/** The same installation after a restart with other ENCRYPTION_KEYS. */
async function restartWith(keys: string) {
  process.env.ENCRYPTION_KEYS = keys
  vi.resetModules()
  const [{ sealAuditEvents }, { verifyAudit }, { recordAudit }, { db }] = await Promise.all([
    ...([import('./seal-audit-events'), import('./verify-audit')] as const),
    ...([import('./record-audit'), import('@/lib/db')] as const),
  ])
  const client = { ip: '', userAgent: '', requestId: '' }
  const append = () => recordAudit(db, { event: 'test', outcome: 'success', client })
  return { sealAuditEvents, append, faults: async () => (await verifyAudit()).faults.map(({ fault }) => fault) }
}

test('ENCRYPTION_KEYS is rotated while the chain goes on; without the old key its part cannot be checked', async () => {
  const before = await restartWith(first)
  await before.append()
  await before.sealAuditEvents()

  const rotated = await restartWith(`${second},${first}`)
  await rotated.sealAuditEvents()
  expect(await rotated.faults()).toEqual([])

  const after = await restartWith(second)
  await after.append()
  expect(await after.sealAuditEvents()).toBe(1)
  expect(await after.faults()).toEqual(['key_unknown'])
})
