import { type Db, pool } from '@/lib/db'
import { isTokenId } from './token-claims'
import type { TokenRecord } from './token-state'

type NewToken = {
  tokenType: 'refresh' | 'sliding'
  jti: string
  sessionId: string
  userId: string
  issuedAt: Date
  expiresAt: Date
}

/** Records the first token of a family and makes it the family's head. */
export async function createFirstToken(on: Db, token: NewToken): Promise<void> {
  const { jti, sessionId, userId, tokenType, issuedAt, expiresAt } = token
  await on.session.update({
    where: { id: sessionId },
    data: { refreshJti: jti, refreshedAt: issuedAt, idleExpiresAt: expiresAt },
    select: { id: true },
  })
  await on.outstandingToken.create({
    data: { jti, sessionId, userId, tokenType, issuedAt, expiresAt },
    select: { jti: true },
  })
}

// The session row is the family's lock: of requests that come at once with its head, the first to get the row moves
// the head, and for the others the condition is judged again on what the first one left.
export const ROTATE_SQL = `
  WITH presented AS (
    SELECT t.session_id, t.user_id
      FROM outstanding_tokens t
      JOIN users u ON u.id = t.user_id AND u.is_active
     WHERE t.jti = $1
  ), family AS (
    UPDATE sessions s
       SET refresh_jti = $2, previous_refresh_jti = $1, refreshed_at = $3, last_seen_at = $3, ip = $5, user_agent = $6,
           idle_expires_at = least($4::timestamptz, s.expires_at)
      FROM presented p
     WHERE s.id = p.session_id AND s.refresh_jti = $1 AND s.revoked_at IS NULL AND s.expires_at > $3
    RETURNING s.id, s.user_id, s.idle_expires_at, s.expires_at
  ), retired AS (
    UPDATE outstanding_tokens SET rotated_at = $3 WHERE jti = $1 AND EXISTS (SELECT FROM family)
  ), child AS (
    INSERT INTO outstanding_tokens (jti, session_id, user_id, token_type, parent_jti, issued_at, expires_at)
    SELECT $2, f.id, f.user_id, 'refresh', $1, $3, f.idle_expires_at FROM family f
  )
  SELECT f.id AS "sessionId", u.id AS "userId", u.number AS "userNumber",
         f.idle_expires_at AS "expiresAt", f.expires_at AS "sessionExpiresAt"
    FROM family f JOIN users u ON u.id = f.user_id`

export type Rotation = {
  sessionId: string
  userId: string
  userNumber: number
  expiresAt: Date
  sessionExpiresAt: Date
}

type RotationInput = {
  jti: string
  childJti: string
  now: Date
  expiresAt: Date
  ip: string
  userAgent: string
}

/** Trades the head of a live family for a child; null when it is not the head, or no longer. */
export async function rotateRefreshToken(input: RotationInput): Promise<Rotation | null> {
  const { jti, childJti, now, expiresAt, ip, userAgent } = input
  if (!isTokenId(jti)) return null
  const { rows } = await pool.query<Rotation>({
    name: 'rotate-refresh-token',
    text: ROTATE_SQL,
    values: [jti, childJti, now.toISOString(), expiresAt.toISOString(), ip, userAgent],
  })
  return rows[0] ?? null
}

/** A token's id as the token itself spells it. */
export function hexOf(column: string): string {
  return `encode(uuid_send(${column}), 'hex')`
}

const RECORD_SQL = `
  SELECT t.session_id AS "sessionId", t.blacklisted_at AS "blacklistedAt", t.rotated_at AS "rotatedAt",
         u.id AS "userId", u.number AS "userNumber", u.is_active AS "isUserActive",
         s.revoked_at AS "revokedAt", s.revoked_reason AS "revokedReason", s.expires_at AS "sessionExpiresAt",
         ${hexOf('s.refresh_jti')} AS "headJti", ${hexOf('s.previous_refresh_jti')} AS "previousJti",
         s.refreshed_at AS "refreshedAt", s.idle_expires_at AS "headExpiresAt"
    FROM outstanding_tokens t
    JOIN users u ON u.id = t.user_id
    JOIN sessions s ON s.id = t.session_id
   WHERE t.jti = $1`

/** A recorded token with its family and person. */
export async function findTokenRecord(jti: string): Promise<TokenRecord | null> {
  if (!isTokenId(jti)) return null
  const { rows } = await pool.query<TokenRecord>({ name: 'find-token-record', text: RECORD_SQL, values: [jti] })
  return rows[0] ?? null
}
