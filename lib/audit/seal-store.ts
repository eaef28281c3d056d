import { type Db, db, pool } from '@/lib/db'
import type { Head, Seal } from './seal'

const eventFields = {
  ...{ id: true, at: true, event: true, outcome: true, reason: true, userId: true, sessionId: true },
  ...{ ip: true, userAgent: true, requestId: true, data: true },
} as const

export type StoredEvent = Awaited<ReturnType<typeof findEvents>>[number]

/** The head of the chain; whoever else seals waits until this transaction ends. Those who append never do. */
export async function lockHead(on: Db): Promise<Head | null> {
  const rows = await on.$queryRaw<Head[]>`
    SELECT position, digest, key_id AS "keyId", mac FROM audit_head WHERE id = 1 FOR UPDATE`
  return rows[0] ?? null
}

export function findHead(): Promise<Head | null> {
  return db.auditHead.findUnique({ where: { id: 1 }, omit: { id: true } })
}

/** Events that wait for their seal; a transaction that commits late adds its own whenever it does. */
export async function findUnsealedEvents(on: Db, limit: number): Promise<StoredEvent[]> {
  const rows = await on.$queryRaw<{ id: string }[]>`
    SELECT e.id FROM unsealed_audit_events u JOIN audit_events e ON e.id = u.event_id ORDER BY e.id LIMIT ${limit}`
  return findEvents(
    rows.map(({ id }) => id),
    on,
  )
}

export function findEvents(ids: string[], on: Db = db) {
  return on.auditEvent.findMany({ where: { id: { in: ids } }, orderBy: { id: 'asc' }, select: eventFields })
}

/** Adds seals to the chain, and moves its head. */
export async function appendSeals(on: Db, seals: Seal[], head: Head): Promise<void> {
  await on.auditSeal.createMany({ data: seals })
  await on.unsealedAuditEvent.deleteMany({ where: { eventId: { in: seals.map(({ eventId }) => eventId) } } })
  await on.auditHead.update({ where: { id: 1 }, data: head, select: { id: true } })
}

export function findSeals({ after, limit }: { after: bigint; limit: number }): Promise<Seal[]> {
  return db.auditSeal.findMany({ where: { position: { gt: after } }, orderBy: { position: 'asc' }, take: limit })
}

export function findSeal(position: bigint): Promise<Seal | null> {
  return db.auditSeal.findUnique({ where: { position } })
}

/** Seals that the head does not know of. */
export async function findSealsBeyondHead(limit: number): Promise<{ position: bigint; eventId: string }[]> {
  const { rows } = await pool.query<{ position: string; eventId: string }>(
    `SELECT position, event_id AS "eventId" FROM audit_seals
      WHERE position > (SELECT position FROM audit_head WHERE id = 1) ORDER BY position LIMIT $1`,
    [limit],
  )
  return rows.map(({ position, eventId }) => ({ position: BigInt(position), eventId }))
}

/** Events that went before they were sealed. */
export async function findVanishedEvents(limit: number): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT event_id AS id FROM unsealed_audit_events u
      WHERE NOT EXISTS (SELECT FROM audit_events e WHERE e.id = u.event_id) ORDER BY event_id LIMIT $1`,
    [limit],
  )
  return rows.map(({ id }) => id)
}

type Checked = { id: string; isKnown: boolean }

/** Events in the order of their ids, and whether each is sealed or waits for its seal. */
export async function findEventStates({ after, limit }: { after: string; limit: number }): Promise<Checked[]> {
  const { rows } = await pool.query<Checked>(
    `SELECT e.id, (EXISTS (SELECT FROM audit_seals s WHERE s.event_id = e.id AND s.position > 0)
                OR EXISTS (SELECT FROM unsealed_audit_events u WHERE u.event_id = e.id)) AS "isKnown"
       FROM audit_events e WHERE e.id > $1 ORDER BY e.id LIMIT $2`,
    [after, limit],
  )
  return rows
}
