import { Pool } from 'pg'
import { pool } from '@/lib/db'
import { env } from '@/lib/env'
import { processWide } from '@/lib/process-wide'

/** `sessionless`: what speaks for a person without naming a session. */
export type RevocationSubject = 'session' | 'user' | 'sessionless' | 'key'

export type RevocationRow = { subject: RevocationSubject; subjectId: string; reason: string; at: Date }

const POLL_TIMEOUT_MS = 900

// One connection of its own: requests that fill the pool must not make the feed old.
const feedPool = processWide('revocation-feed-pool', () => {
  const connection = new Pool({
    connectionString: env.DATABASE_URL,
    max: 1,
    connectionTimeoutMillis: POLL_TIMEOUT_MS,
    statement_timeout: POLL_TIMEOUT_MS,
    query_timeout: POLL_TIMEOUT_MS,
    idleTimeoutMillis: 0,
    allowExitOnIdle: true,
  })
  connection.on('error', () => {})
  return connection
})

const COLUMNS = 'subject, subject_id AS "subjectId", reason, created_at AS at'

// By the moment the statement began: the clock moves on from row to row, so that no index could be used.
const since = (seconds: string) => `created_at > statement_timestamp() - make_interval(secs => ${seconds})`

export const RECENT_SQL = `SELECT ${COLUMNS} FROM revocations WHERE ${since('$1')}`

/** What was revoked within this many seconds, by the clock of the database. */
export async function findRecentRevocations(seconds: number): Promise<RevocationRow[]> {
  const { rows } = await feedPool.query<RevocationRow>({
    name: 'find-recent-revocations',
    text: RECENT_SQL,
    values: [seconds],
  })
  return rows
}

export const REVOCATIONS_OF_SQL = `SELECT ${COLUMNS} FROM revocations WHERE subject_id = ANY($1) AND ${since('$2')}`

/** The same for one token's session, person and key, when memory is not to be trusted. */
export async function findRevocationsOf(subjectIds: string[], seconds: number): Promise<RevocationRow[]> {
  const { rows } = await pool.query<RevocationRow>({
    name: 'find-revocations-of',
    text: REVOCATIONS_OF_SQL,
    values: [subjectIds, seconds],
  })
  return rows
}

const END_OF_SESSION_SQL = `
  SELECT CASE WHEN NOT u.is_active THEN 'user_inactive'
              WHEN s.revoked_at IS NOT NULL THEN coalesce(s.revoked_reason, 'signed_out') END AS reason
    FROM sessions s JOIN users u ON u.id = s.user_id
   WHERE s.id = $1`

/** Why a session is over, by its own row, which outlives the log; null while it lives. */
export async function findEndOfSession(sessionId: string): Promise<string | null> {
  const { rows } = await pool.query<{ reason: string | null }>({
    name: 'find-end-of-session',
    text: END_OF_SESSION_SQL,
    values: [sessionId],
  })
  return rows[0] ? rows[0].reason : 'user_deleted'
}
