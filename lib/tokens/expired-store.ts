import { pool } from '@/lib/db'

/**
 * Each deletes the rows that an index finds, by primary key, and skips those that another flush has taken.
 * A session goes a month after its end, its tokens with it; a revocation, once no token can be as old; a mail, before an
 * account is deleted for good, since only its address says whom it names.
 */
const statements = {
  outstanding_tokens: `DELETE FROM outstanding_tokens WHERE jti IN (
    SELECT t.jti FROM outstanding_tokens t WHERE t.expires_at <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED)`,
  sessions: `DELETE FROM sessions WHERE id IN (
    SELECT s.id FROM sessions s WHERE s.expires_at <= $1::timestamptz - interval '30 days' LIMIT $2
       FOR UPDATE SKIP LOCKED)`,
  one_time_tokens: `DELETE FROM one_time_tokens WHERE id IN (
    SELECT id FROM one_time_tokens WHERE expires_at <= $1::timestamptz - interval '7 days' LIMIT $2
       FOR UPDATE SKIP LOCKED)`,
  data_exports: `DELETE FROM data_exports WHERE user_id IN (
    SELECT user_id FROM data_exports WHERE expires_at <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED)`,
  revocations: `DELETE FROM revocations WHERE id IN (
    SELECT id FROM revocations WHERE created_at <= $1::timestamptz - interval '2 days' LIMIT $2
       FOR UPDATE SKIP LOCKED)`,
  mails: `DELETE FROM mails WHERE id IN (
    SELECT id FROM mails WHERE created_at <= $1::timestamptz - interval '14 days' AND state <> 'queued' LIMIT $2
       FOR UPDATE SKIP LOCKED)`,
  limits: `DELETE FROM limits WHERE key IN (
    SELECT key FROM limits WHERE expire <= 1000 * extract(epoch FROM $1::timestamptz) LIMIT $2 FOR UPDATE SKIP LOCKED)`,
  signing_keys: `DELETE FROM signing_keys WHERE kid IN (
    SELECT kid FROM signing_keys WHERE expires_at <= $1::timestamptz - interval '2 days' LIMIT $2
       FOR UPDATE SKIP LOCKED)`,
} as const

export type Expirable = keyof typeof statements
export const expirables = Object.keys(statements) as Expirable[]

export async function deleteExpired(kind: Expirable, { limit, now }: { limit: number; now: Date }): Promise<number> {
  const { rowCount } = await pool.query({ name: `flush-${kind}`, text: statements[kind], values: [now, limit] })
  return rowCount ?? 0
}
