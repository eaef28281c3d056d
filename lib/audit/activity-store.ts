import { pool } from '@/lib/db'

export type ActivityRow = {
  id: string
  at: Date
  event: string
  outcome: 'success' | 'failure' | 'refused'
  reason: string | null
  ip: string
  userAgent: string
  isByStaff: boolean
  sessionId: string | null
  requestId: string
  /** Without what names the staff, somebody else, or a token. */
  data: Record<string, unknown>
}

/** The place after which a page starts, in the order of the list. */
export type ActivityCursor = { at: Date; id: string }

type ActivityQuery = { userId: string; after: ActivityCursor | undefined; limit: number }

/** Events of one person, the latest first; where the staff acted, not whence. */
export async function findActivity({ userId, after, limit }: ActivityQuery): Promise<ActivityRow[]> {
  const { rows } = await pool.query<ActivityRow>({
    name: after ? 'find-activity-after' : 'find-activity',
    text: `SELECT id, at, event, outcome, reason, "isByStaff",
                  CASE WHEN "isByStaff" THEN '' ELSE ip END AS ip,
                  CASE WHEN "isByStaff" THEN '' ELSE user_agent END AS "userAgent",
                  session_id AS "sessionId", CASE WHEN "isByStaff" THEN '' ELSE request_id END AS "requestId",
                  data - '{staffId,personId,session,mailId,jti}'::text[] AS data
             FROM (SELECT *, coalesce(reason = 'ended_by_staff', false) OR data ? 'staffId' AS "isByStaff"
                     FROM audit_events
                    WHERE user_id = $1 ${after ? 'AND (at, id) < ($3, $4)' : ''}
                    ORDER BY at DESC, id DESC
                    LIMIT $2) page
            ORDER BY at DESC, id DESC`,
    values: after ? [userId, limit, after.at, after.id] : [userId, limit],
  })
  return rows
}
