import { type Db, db, pool } from '@/lib/db'

export type ExportState = { requestedAt: Date; madeAt: Date | null; expiresAt: Date }
type ExportKey = { userId: string; requestedAt: Date }
export type PendingExport = ExportKey & { locale: string; attempts: number }

type NewRequest = ExportKey & { locale: string; notAfter: Date; expiresAt: Date; givenUp: number }

/**
 * Asks for an export in place of an earlier one; false when that was asked for after `notAfter`, also a moment ago, and
 * was not given up.
 */
export async function replaceRequest(on: Db, request: NewRequest): Promise<boolean> {
  const { userId, locale, requestedAt, notAfter, expiresAt, givenUp } = request
  const count = await on.$executeRaw`
    INSERT INTO data_exports (user_id, locale, requested_at, expires_at)
    VALUES (${userId}::uuid, ${locale}, ${requestedAt}, ${expiresAt})
    ON CONFLICT (user_id) DO UPDATE
      SET locale = excluded.locale, requested_at = excluded.requested_at, expires_at = excluded.expires_at,
          attempts = 0, secret_hash = NULL, zip = NULL, made_at = NULL
    WHERE data_exports.requested_at <= ${notAfter}
       OR (data_exports.made_at IS NULL AND data_exports.attempts >= ${givenUp})`
  return count === 1
}

export function findState(userId: string, on: Db = db): Promise<(ExportState & { attempts: number }) | null> {
  return on.dataExport.findUnique({
    where: { userId },
    select: { requestedAt: true, madeAt: true, expiresAt: true, attempts: true },
  })
}

/** `expiresAt` is when what is asked for or tried now expires; rows that expire as much earlier are as much older. */
type Attempts = { pausesSeconds: number[]; maxAttempts: number; expiresAt: Date }

/** Takes the next export that is due to be made; one that failed comes after the others, and not for ever. */
export async function claimDue({ pausesSeconds, maxAttempts, expiresAt }: Attempts): Promise<PendingExport | null> {
  const { rows } = await pool.query<PendingExport>({
    name: 'claim-export',
    text: `UPDATE data_exports SET attempts = attempts + 1, expires_at = $3
            WHERE user_id = (SELECT e.user_id FROM data_exports e JOIN users u ON u.id = e.user_id AND u.is_active
                              WHERE e.made_at IS NULL AND e.attempts < $1
                                AND e.expires_at + make_interval(secs => ($2::int[])[e.attempts + 1]) <= $3
                              ORDER BY e.attempts, e.requested_at LIMIT 1 FOR UPDATE OF e SKIP LOCKED)
        RETURNING user_id AS "userId", locale, requested_at AS "requestedAt", attempts`,
    values: [maxAttempts, pausesSeconds, expiresAt],
  })
  return rows[0] ?? null
}

/** Those whose last attempt was begun and never came back. */
export function findLost({ attempts, expiresBy }: { attempts: number; expiresBy: Date }): Promise<ExportKey[]> {
  return db.dataExport.findMany({
    where: { madeAt: null, attempts, expiresAt: { lte: expiresBy }, user: { isActive: true } },
    select: { userId: true, requestedAt: true },
  })
}

/** Marks an export as given up; false when it is made, was given up before, or was asked for anew. */
export async function giveUp(
  on: Db,
  { userId, requestedAt, attempts }: ExportKey & { attempts: number },
): Promise<boolean> {
  const where = { userId, requestedAt, madeAt: null, attempts: { lt: attempts } }
  const { count } = await on.dataExport.updateMany({ where, data: { attempts } })
  return count === 1
}

/** How many have failed once at least: a further attempt was begun, they were given up, or the first was begun before. */
export function countFailing({ expiresBy }: { expiresBy: Date }): Promise<number> {
  const failed = [{ attempts: { gt: 1 } }, { attempts: 1, expiresAt: { lte: expiresBy } }]
  return db.dataExport.count({ where: { madeAt: null, user: { isActive: true }, OR: failed } })
}

type MadeExport = ExportKey & { zip: Uint8Array<ArrayBuffer>; secretHash: string; madeAt: Date; expiresAt: Date }

/** Stores what was made; false when another process was faster, or the person asked anew or is gone. */
export async function storeExport(on: Db, made: MadeExport): Promise<boolean> {
  const { userId, requestedAt, ...data } = made
  const { count } = await on.dataExport.updateMany({ where: { userId, requestedAt, madeAt: null }, data })
  return count === 1
}

/** How large the export of this person with this secret is, in bytes. */
export async function findSize(key: { userId: string; secretHash: string }, now: Date): Promise<number | null> {
  const { rows } = await pool.query<{ size: number }>(
    `SELECT length(zip) AS size FROM data_exports
      WHERE secret_hash = $1 AND user_id = $2 AND expires_at > $3 AND zip IS NOT NULL`,
    [key.secretHash, key.userId, now],
  )
  return rows[0]?.size ?? null
}

export async function readPart(secretHash: string, offset: number, length: number): Promise<Uint8Array | null> {
  const { rows } = await pool.query<{ part: Buffer }>(
    'SELECT substring(zip FROM $2::int FOR $3::int) AS part FROM data_exports WHERE secret_hash = $1',
    [secretHash, offset + 1, length],
  )
  return rows[0]?.part ?? null
}
