import { randomBytes, randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { db, pool } from '@/lib/db'
import { testClient as client } from '@/lib/testing/api'
import { recordAudit } from './record-audit'
import { sealAuditEvents } from './seal-audit-events'
import { type AuditFault, verifyAudit } from './verify-audit'

const HOUR = 3_600_000

/** Does what somebody does who holds the database and nothing else. */
async function tamper(...statements: string[]): Promise<void> {
  const session = await pool.connect()
  await session.query('SET session_replication_role = replica')
  for (const statement of statements) await session.query(statement)
  session.release(true)
}

beforeEach(async () => {
  await tamper(
    'TRUNCATE audit_events, audit_seals, unsealed_audit_events, audit_head',
    'INSERT INTO audit_head DEFAULT VALUES',
  )
})

async function append(on: Parameters<typeof recordAudit>[0] = db): Promise<string> {
  const requestId = randomUUID()
  await recordAudit(on, { event: 'test', outcome: 'success', client: { ...client, requestId }, data: { b: 1, a: [] } })
  return (await on.auditEvent.findFirstOrThrow({ where: { requestId } })).id
}

async function appendSealed(count: number): Promise<string[]> {
  const ids: string[] = []
  for (let made = 0; made < count; made += 1) ids.push(await append())
  await sealAuditEvents()
  return ids
}

const faultsOf = async (expectedHead?: string): Promise<AuditFault[]> => (await verifyAudit({ expectedHead })).faults
const quoted = (id = '') => `'${id}'`

test('events are sealed in one chain, however many rounds it took, and nothing is wrong with it', async () => {
  expect(await sealAuditEvents()).toBe(0)
  await appendSealed(3)
  await appendSealed(2)
  await append()
  const { checked, head, faults } = await verifyAudit()
  expect({ checked, faults }).toEqual({ checked: 5, faults: [] })
  expect(head).toMatch(/^5:[0-9a-f]{64}$/)
})

test.each([
  ['outcome', `'failure'`],
  ['at', `at - interval '1 second'`],
  ['user_id', 'gen_random_uuid()'],
  ['data', `'{"b": 2, "a": []}'`],
  ['reason', `''`],
])('an event whose %s was altered is named, and only that one', async (column, value) => {
  const ids = await appendSealed(5)
  await tamper(`UPDATE audit_events SET ${column} = ${value} WHERE id = ${quoted(ids[2])}`)
  expect(await faultsOf()).toEqual([{ fault: 'altered', position: 3n, eventId: ids[2] }])
})

test('a deleted event is named', async () => {
  const ids = await appendSealed(5)
  await tamper(`DELETE FROM audit_events WHERE id = ${quoted(ids[1])}`)
  expect(await faultsOf()).toEqual([{ fault: 'deleted', position: 2n, eventId: ids[1] }])
})

test('an event deleted with its seal leaves a gap', async () => {
  const ids = await appendSealed(5)
  await tamper(
    `DELETE FROM audit_events WHERE id = ${quoted(ids[1])}`,
    `DELETE FROM audit_seals WHERE event_id = ${quoted(ids[1])}`,
  )
  expect(await faultsOf()).toEqual([
    { fault: 'seal_missing', position: 2n },
    { fault: 'unchecked', position: 3n, eventId: ids[2] },
  ])
})

test('an event deleted before its seal came is named', async () => {
  const id = await append()
  await tamper(`DELETE FROM audit_events WHERE id = ${quoted(id)}`)
  expect(await sealAuditEvents()).toBe(0)
  expect(await faultsOf()).toEqual([{ fault: 'deleted_unsealed', eventId: id }])
})

const slipIn = (id: string) => `INSERT INTO audit_events (id, event, outcome) VALUES ('${id}', 'slipped_in', 'success')`

test('an event that was slipped in past the seals is named, with an invented seal too', async () => {
  await appendSealed(2)
  const [bare, sealed, hidden] = [randomUUID(), randomUUID(), randomUUID()]
  const seal = (position: number, id: string) =>
    `INSERT INTO audit_seals VALUES (${position}, '${id}', 'invented', 'invented', now())`
  await tamper(slipIn(bare), slipIn(sealed), slipIn(hidden), seal(3, sealed), seal(-1, hidden))
  const faults = await faultsOf()
  expect(faults).toHaveLength(3)
  expect(faults).toEqual(
    expect.arrayContaining([
      { fault: 'not_sealed', eventId: bare },
      { fault: 'not_sealed', eventId: hidden },
      { fault: 'seal_unknown', position: 3n, eventId: sealed },
    ]),
  )
})

test('an event that claims to be older than the seals before it is named', async () => {
  await appendSealed(2)
  const id = randomUUID()
  await db.auditEvent.create({ data: { id, event: 'x', outcome: 'success', at: new Date(Date.now() - 2 * HOUR) } })
  await sealAuditEvents(new Date(Date.now() + 1_000))
  expect(await faultsOf()).toEqual([{ fault: 'backdated', position: 3n, eventId: id }])
})

const cutTo = (position: number) => [
  `DELETE FROM audit_events WHERE id IN (SELECT event_id FROM audit_seals WHERE position > ${position})`,
  `DELETE FROM audit_seals WHERE position > ${position}`,
]

test('a cut tail is noticed by the head, also when the head is set back to where the chain ends now', async () => {
  await appendSealed(5)
  await tamper(...cutTo(3))
  const missing = [4n, 5n].map((position) => ({ fault: 'seal_missing', position }))
  expect(await faultsOf()).toEqual(missing)

  await tamper(
    `UPDATE audit_head SET (position, digest) = (SELECT position, digest FROM audit_seals WHERE position = 3)`,
  )
  expect(await faultsOf()).toEqual([{ fault: 'head_altered' }])
  await append()
  await expect(sealAuditEvents()).rejects.toThrow('was altered')
})

test.each([
  ['deleted', 'DELETE FROM audit_head', 'head_altered'],
  ['set back to the beginning', `UPDATE audit_head SET position = 0, digest = '', mac = ''`, 'seal_unknown'],
])('a head that was %s hides no cut tail', async (_, statement, fault) => {
  await appendSealed(5)
  await tamper(...cutTo(3), statement)
  expect((await faultsOf())[0]).toMatchObject({ fault })
  await append()
  await expect(sealAuditEvents()).rejects.toThrow()
})

test('a tail cut together with an old copy of the head is noticed by a head kept elsewhere, and only by that', async () => {
  await appendSealed(3)
  const old = await db.auditHead.findUniqueOrThrow({ where: { id: 1 } })
  await appendSealed(2)
  const { head } = await verifyAudit()
  expect(await faultsOf(head)).toEqual([])

  await tamper(...cutTo(3))
  await db.auditHead.update({ where: { id: 1 }, data: old })
  expect(await faultsOf()).toEqual([])
  expect(await faultsOf(head)).toEqual([{ fault: 'head_unmet' }])
  await appendSealed(2)
  expect(await faultsOf(head)).toEqual([{ fault: 'head_unmet' }])
})

test('whoever holds the database cannot seal anew: the key is not in it', async () => {
  const ids = await appendSealed(3)
  await tamper(
    `UPDATE audit_events SET outcome = 'failure' WHERE id = ${quoted(ids[1])}`,
    `UPDATE audit_seals SET digest = '${randomBytes(32).toString('hex')}' WHERE position = 2`,
  )
  const places = [2n, 3n].map((position) => ({ fault: 'altered', position, eventId: ids[Number(position) - 1] }))
  expect(await faultsOf()).toEqual(places)
  await tamper(`UPDATE audit_seals SET key_id = 'unknown' WHERE position = 2`)
  expect((await faultsOf())[0]).toEqual({ fault: 'key_unknown', position: 2n, eventId: ids[1] })
})

test('of several processes that seal while 50 transactions append, none loses an event or waits for another', async () => {
  const acts = Array.from({ length: 50 }, () => db.$transaction((tx) => append(tx)))
  const rounds = Array.from({ length: 4 }, () => sealAuditEvents())
  const ids = await Promise.all(acts)
  await Promise.all(rounds)
  await sealAuditEvents()
  expect(await faultsOf()).toEqual([])
  const seals = await db.auditSeal.findMany({ where: { eventId: { in: ids } } })
  expect(seals).toHaveLength(50)
})

test('an event that is committed after later ones were sealed is sealed then, and nobody waited for it', async () => {
  const lateId = randomUUID()
  const late = await pool.connect()
  await late.query('BEGIN')
  await late.query(`INSERT INTO audit_events (id, event, outcome) VALUES ($1, 'late', 'success')`, [lateId])
  const laterIds = await appendSealed(2)
  expect(await db.auditSeal.count({})).toBe(2)
  await late.query('COMMIT')
  late.release()
  await sealAuditEvents(new Date(Date.now() + 1_000))
  const order = await db.auditSeal.findMany({ orderBy: { position: 'asc' } })
  expect(order.map(({ eventId }) => eventId)).toEqual([...laterIds, lateId])
  expect(await faultsOf()).toEqual([])
})

test('an act that fails leaves nothing to be sealed', async () => {
  const failing = db.$transaction(async (tx) => {
    await append(tx)
    throw new Error('the act failed')
  })
  await expect(failing).rejects.toThrow('the act failed')
  expect(await sealAuditEvents()).toBe(0)
  expect(await faultsOf()).toEqual([])
})

test('X-14 the application itself cannot alter or delete an event', async () => {
  const [id] = await appendSealed(1)
  await expect(db.auditEvent.update({ where: { id: id ?? '' }, data: { outcome: 'x' } })).rejects.toThrow('append-only')
  await expect(db.auditEvent.deleteMany({})).rejects.toThrow('append-only')
  await expect(pool.query('TRUNCATE audit_events')).rejects.toThrow('append-only')
  expect(await faultsOf()).toEqual([])
})

test('every column of an event is under its seal', async () => {
  const { rows } = await pool.query<{ column_name: string }>(
    `SELECT column_name FROM information_schema.columns WHERE table_name = 'audit_events'`,
  )
  const { findEvents } = await import('./seal-store')
  const [event] = await findEvents(await appendSealed(1))
  const columns = Object.keys(event ?? {}).map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
  expect(columns.sort()).toEqual(rows.map((row) => row.column_name).sort())
})
