import { pool } from '@/lib/db'
import type { TokenState } from './list-tokens'
import { hexOf } from './store'

export type ListedRow = {
  jti: string
  tokenType: string
  sessionId: string
  userId: string
  email: string
  ip: string
  userAgent: string
  issuedAt: Date
  expiresAt: Date
  rotatedAt: Date | null
  blacklistedAt: Date | null
}

export type TokenQuery = {
  userId: string | undefined
  sessionId: string | undefined
  state: TokenState | undefined
  cursor: { at: Date; jti: string } | undefined
  limit: number
  now: Date
}

// By the moment that its index leads with, so that a page costs the same wherever it is and however long the list.
const orders = {
  all: { column: 't.expires_at', condition: '$1::timestamptz IS NOT NULL' },
  expired: { column: 't.expires_at', condition: 't.expires_at <= $1 AND t.blacklisted_at IS NULL' },
  blacklisted: {
    column: 't.blacklisted_at',
    condition: '$1::timestamptz IS NOT NULL AND t.blacklisted_at IS NOT NULL',
  },
  live: {
    column: 't.expires_at',
    condition: 't.expires_at > $1 AND t.rotated_at IS NULL AND t.blacklisted_at IS NULL',
  },
  rotated: {
    column: 't.expires_at',
    condition: 't.expires_at > $1 AND t.rotated_at IS NOT NULL AND t.blacklisted_at IS NULL',
  },
} as const

/** One page of outstanding tokens by key set, the latest first; the moment it is ordered by is `at`. */
export async function findTokenPage(query: TokenQuery): Promise<(ListedRow & { at: Date })[]> {
  const { userId, sessionId, state = 'all', cursor, limit, now } = query
  const { column, condition } = orders[state]
  const values: unknown[] = [now, limit]
  const where: string[] = [condition]
  const given = (value: unknown) => `$${values.push(value)}`
  if (userId) where.push(`t.user_id = ${given(userId)}`)
  if (sessionId) where.push(`t.session_id = ${given(sessionId)}`)
  if (cursor) where.push(`(${column}, t.jti) < (${given(cursor.at)}, ${given(cursor.jti)})`)
  const { rows } = await pool.query<ListedRow & { at: Date }>(
    `SELECT ${hexOf('t.jti')} AS jti, t.token_type AS "tokenType", t.session_id AS "sessionId", t.user_id AS "userId", u.email, s.ip,
            s.user_agent AS "userAgent", t.issued_at AS "issuedAt", t.expires_at AS "expiresAt",
            t.rotated_at AS "rotatedAt", t.blacklisted_at AS "blacklistedAt", ${column} AS at
       FROM outstanding_tokens t
       JOIN users u ON u.id = t.user_id
       JOIN sessions s ON s.id = t.session_id
      WHERE ${where.join(' AND ')}
      ORDER BY ${column} DESC, t.jti DESC
      LIMIT $2`,
    values,
  )
  return rows
}
