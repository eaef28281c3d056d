import { expect, test } from 'vitest'
import { recordAudit } from '@/lib/audit/record-audit'
import { sealAuditEvents } from '@/lib/audit/seal-audit-events'
import { db, pool } from '@/lib/db'
import { testClient as client } from '@/lib/testing/api'
import { buildCommandLine } from './command-line.fixture'

const run = await buildCommandLine()

// It starts the command line four times.
const patient = { timeout: 60_000 }

test('verify-audit prints the head of a good chain, and names the event that somebody altered', patient, async () => {
  for (let count = 0; count < 3; count += 1) await recordAudit(db, { event: 'test', outcome: 'success', client })
  await sealAuditEvents()
  const good = await run(['verify-audit'])
  expect(good.code).toBe(0)
  const head = /^3 events checked, 0 faults\. Head: (3:[0-9a-f]{64})$/.exec(good.lines[0] ?? '')?.[1] ?? ''
  expect((await run(['verify-audit', '--head', head])).code).toBe(0)
  expect((await run(['verify-audit', '--head', head.replace('3:', '2:')])).code).toBe(1)

  const { id } = await db.auditEvent.findFirstOrThrow({ orderBy: { id: 'desc' } })
  const session = await pool.connect()
  await session.query('SET session_replication_role = replica')
  await session.query(`UPDATE audit_events SET outcome = 'failure' WHERE id = $1`, [id])
  session.release(true)
  const { code, lines } = await run(['verify-audit'])
  expect(code).toBe(1)
  expect(lines.join('\n')).toContain(`event ${id}, position 3: was altered after it had been sealed`)
})
