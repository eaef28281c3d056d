import { pool } from '@/lib/db'
import type { ListedState } from './list-tokens'
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

/** Where a token stands in the order of a list. */
export type Place = { at: Date; jti: string }

export type TokenQuery = {
  userId: string | undefined
  sessionId: string | undefined
  state: ListedState | undefined
  cursor: Place | undefined
  limit: number
  now: Date
}

/** How many rows a page looks at, however few of them are in the state that is asked for. */
export const STRETCH = 5_000

// By the moment that an index leads with, so that a page costs the same wherever it is and however long the list:
// `range` is what the index finds by itself, `filter` is looked up row by row.
const orders = {
  all: { column: 'expires_at', range: '$1::timestamptz IS NOT NULL', filter: 'true' },
  expired: { column: 'expires_at', range: 'expires_at <= $1', filter: 't.blacklisted_at IS NULL' },
  blacklisted: {
    column: 'blacklisted_at',
    range: '$1::timestamptz IS NOT NULL AND blacklisted_at IS NOT NULL',
    filter: 'true',
  },
  live: {
    column: 'expires_at',
    range: 'expires_at > $1',
    filter: 't.rotated_at IS NULL AND t.blacklisted_at IS NULL',
  },
  rotated: {
    column: 'expires_at',
    range: 'expires_at > $1',
    filter: 't.rotated_at IS NOT NULL AND t.blacklisted_at IS NULL',
  },
} as const

type Stretch = { sql: string; values: unknown[]; filter: string }

/** The next rows of the index, a bounded number of them, `at` being the moment they are ordered by. */
function stretchOf({ userId, sessionId, state, cursor, limit, now }: TokenQuery): Stretch {
  const { column, range, filter } = orders[state ?? 'all']
  const values: unknown[] = [now]
  const where: string[] = [range]
  const given = (value: unknown) => `$${values.push(value)}`
  if (userId) where.push(`user_id = ${given(userId)}`)
  if (sessionId) where.push(`session_id = ${given(sessionId)}`)
  if (cursor) where.push(`(${column}, jti) < (${given(cursor.at)}, ${given(cursor.jti)})`)
  const size = filter === 'true' ? limit : STRETCH
  const sql = `SELECT *, ${column} AS at FROM outstanding_tokens WHERE ${where.join(' AND ')}
                ORDER BY ${column} DESC, jti DESC LIMIT ${size}`
  return { sql, values, filter }
}

/** One page of outstanding tokens by key set, the latest first. */
export async function findTokenPage(query: TokenQuery): Promise<(ListedRow & Place)[]> {
  const { sql, values, filter } = stretchOf(query)
  const { rows } = await pool.query<ListedRow & Place>(
    `SELECT ${hexOf('t.jti')} AS jti, t.token_type AS "tokenType", t.session_id AS "sessionId", t.user_id AS "userId",
            u.email, s.ip, s.user_agent AS "userAgent", t.issued_at AS "issuedAt", t.expires_at AS "expiresAt",
            t.rotated_at AS "rotatedAt", t.blacklisted_at AS "blacklistedAt", t.at
       FROM (${sql}) t
       JOIN users u ON u.id = t.user_id
       JOIN sessions s ON s.id = t.session_id
      WHERE ${filter}
      ORDER BY t.at DESC, t.jti DESC
      LIMIT $${values.push(query.limit)}`,
    values,
  )
  return rows
}

/** The last row that a page looks at; null where the list ends before. */
export async function findStretchEnd(query: TokenQuery): Promise<Place | null> {
  const { sql, values, filter } = stretchOf(query)
  if (filter === 'true') return null
  const { rows } = await pool.query<Place>(
    `SELECT t.at, ${hexOf('t.jti')} AS jti FROM (${sql}) t ORDER BY t.at DESC, t.jti DESC OFFSET ${STRETCH - 1}`,
    values,
  )
  return rows[0] ?? null
}
