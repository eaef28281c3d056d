import { z } from 'zod'
import { type Db, db, inTransaction, pool } from '@/lib/db'

const rowSchema = z.object({
  kid: z.string(),
  algorithm: z.enum(['ES256', 'RS256']),
  publicJwk: z.unknown(),
  privateKey: z.string(),
  activeFrom: z.date(),
  retiresAt: z.date().nullable(),
  expiresAt: z.date().nullable(),
})

export type SigningKeyRow = z.output<typeof rowSchema>

/** Every key that may still sign or verify. */
export async function findSigningKeys(): Promise<SigningKeyRow[]> {
  const { rows } = await pool.query({
    name: 'find-signing-keys',
    text: `SELECT kid, algorithm, public_jwk AS "publicJwk", private_key AS "privateKey", active_from AS "activeFrom",
                  retires_at AS "retiresAt", expires_at AS "expiresAt"
             FROM signing_keys
            WHERE pulled_at IS NULL AND (expires_at IS NULL OR expires_at > now())`,
  })
  return rows.map((row) => rowSchema.parse(row))
}

export type NewSigningKey = {
  kid: string
  algorithm: string
  publicJwk: string
  privateKey: string
  activeFrom: Date
}

// Any number will do, as long as nothing else takes it.
export const KEY_LOCK = 5_270_401

const INSERT_SQL = `INSERT INTO signing_keys (kid, algorithm, public_jwk, private_key, active_from)
                    SELECT $1, $2, $3::jsonb, $4, $5`
const valuesOf = ({ kid, algorithm, publicJwk, privateKey, activeFrom }: NewSigningKey) => [
  ...[kid, algorithm, publicJwk, privateKey, activeFrom],
]

/** Keeps this key unless another process made one for the algorithm first. */
export function createFirstSigningKey(key: NewSigningKey): Promise<void> {
  return underLock((tx) => insertUnlessActive(tx, key))
}

async function insertUnlessActive(on: Db, key: NewSigningKey): Promise<void> {
  await on.$executeRawUnsafe(
    `${INSERT_SQL}
      WHERE NOT EXISTS (SELECT FROM signing_keys
                         WHERE algorithm = $2 AND pulled_at IS NULL AND active_from <= $5
                           AND (retires_at IS NULL OR retires_at > $5))`,
    ...valuesOf(key),
  )
}

type Due = { algorithm: string; dueBefore: Date }

/** Whether the newest key of an algorithm became active so long ago that another one has to take over. */
export async function isSuccessorDue({ algorithm, dueBefore }: Due, on: Db = db): Promise<boolean> {
  const newer = { algorithm, pulledAt: null, retiresAt: null, activeFrom: { gt: dueBefore } }
  return (await on.signingKey.count({ where: newer })) === 0
}

/**
 * Adds a key that takes over at its `activeFrom`, if one is due, and sets the end of the others. False when none is due,
 * or another process was first.
 */
export function addSuccessor(
  key: NewSigningKey,
  { dueBefore, othersExpireAt }: { dueBefore: Date; othersExpireAt: Date },
): Promise<boolean> {
  return underLock(async (tx) => {
    if (!(await isSuccessorDue({ algorithm: key.algorithm, dueBefore }, tx))) return false
    await tx.$executeRawUnsafe(INSERT_SQL, ...valuesOf(key))
    await tx.signingKey.updateMany({
      where: { kid: { not: key.kid }, retiresAt: null, pulledAt: null },
      data: { retiresAt: key.activeFrom, expiresAt: othersExpireAt },
    })
    return true
  })
}

/**
 * Takes a key out of use, names it in the revocation log, and puts another in its place; false when there is none.
 * @param record writes what must be written with it
 */
export function replacePulledKey(
  { kid, successor, now }: { kid: string; successor: NewSigningKey; now: Date },
  record: (on: Db) => Promise<void>,
): Promise<boolean> {
  return underLock(async (tx) => {
    const pulled = { where: { kid, pulledAt: null }, data: { pulledAt: now, expiresAt: now } }
    const [gone] = await tx.signingKey.updateManyAndReturn({ ...pulled, select: { activeFrom: true } })
    if (!gone) return false
    if (gone.activeFrom > now) await keepInOffice(tx, gone.activeFrom)
    await tx.$executeRaw`INSERT INTO revocations (subject, subject_id, reason) VALUES ('key', ${kid}, 'key_pulled')`
    await insertUnlessActive(tx, successor)
    await record(tx)
    return true
  })
}

/** Those that were to hand over to a key which now never comes. */
async function keepInOffice(on: Db, retiresAt: Date): Promise<void> {
  await on.signingKey.updateMany({ where: { retiresAt, pulledAt: null }, data: { retiresAt: null, expiresAt: null } })
}

function underLock<T>(run: (on: Db) => Promise<T>): Promise<T> {
  return inTransaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${KEY_LOCK}::bigint)`
    return run(tx)
  })
}
