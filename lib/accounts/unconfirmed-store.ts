import { pool } from '@/lib/db'

// A sign-up that is being confirmed is locked, and left alone. Disabled people stay, so that they cannot sign up anew.
const DELETE_SQL = `
  DELETE FROM users WHERE id IN (
    SELECT u.id FROM users u
     WHERE u.email_verified_at IS NULL AND u.created_at <= $1
       AND u.is_active AND u.role = 'user' AND u.last_login_at IS NULL AND u.deletion_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.user_id = u.id)
       AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.user_id = u.id)
       AND NOT EXISTS (SELECT 1 FROM email_addresses e WHERE e.user_id = u.id)
       AND NOT EXISTS (SELECT 1 FROM one_time_tokens t WHERE t.user_id = u.id AND t.purpose = 'confirm_email'
                                                       AND t.used_at IS NULL AND t.expires_at > $2)
     LIMIT $3 FOR UPDATE OF u SKIP LOCKED)`

export async function deleteUnconfirmed(input: { before: Date; limit: number; now: Date }): Promise<number> {
  const { before, limit, now } = input
  const { rowCount } = await pool.query({
    name: 'flush-unconfirmed',
    text: DELETE_SQL,
    values: [before, now, limit],
  })
  return rowCount ?? 0
}
