import { pool } from '@/lib/db'
import { env } from '@/lib/env'
import { revocationsKeptSeconds } from '@/lib/sessions/revocation-feed'

/**
 * Each deletes the oldest rows, as an index lists them, by primary key, and skips those that another flush has taken.
 * The order keeps the table from being read through; the array, from being joined with all of it.
 * A session goes a month after its end, its tokens with it; a revocation, once no token can be as old; a mail, before an
 * account is deleted for good, since only its address says whom it names.
 */
export const EXPIRED_SQL = {
  outstanding_tokens: `DELETE FROM outstanding_tokens WHERE jti = ANY(ARRAY(
    SELECT t.jti FROM outstanding_tokens t WHERE t.expires_at <= $1 ORDER BY t.expires_at LIMIT $2
       FOR UPDATE SKIP LOCKED))`,
  sessions: `DELETE FROM sessions WHERE id = ANY(ARRAY(
    SELECT s.id FROM sessions s WHERE s.expires_at <= $1::timestamptz - interval '30 days' ORDER BY s.expires_at LIMIT $2
       FOR UPDATE SKIP LOCKED))`,
  one_time_tokens: `DELETE FROM one_time_tokens WHERE id = ANY(ARRAY(
    SELECT id FROM one_time_tokens WHERE expires_at <= $1::timestamptz - interval '7 days' ORDER BY expires_at LIMIT $2
       FOR UPDATE SKIP LOCKED))`,
  data_exports: `DELETE FROM data_exports WHERE user_id = ANY(ARRAY(
    SELECT user_id FROM data_exports WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED))`,
  known_devices: `DELETE FROM known_devices WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM known_devices WHERE last_seen_at <= $1::timestamptz - interval '400 days'
     ORDER BY last_seen_at LIMIT $2 FOR UPDATE SKIP LOCKED))`,
  revocations: `DELETE FROM revocations WHERE id = ANY(ARRAY(
    SELECT id FROM revocations WHERE created_at <= $1 ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED))`,
  mails: `DELETE FROM mails WHERE id = ANY(ARRAY(
    SELECT id FROM mails WHERE created_at <= $1::timestamptz - interval '14 days' AND state <> 'queued'
     ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED))`,
  limits: `DELETE FROM limits WHERE key = ANY(ARRAY(
    SELECT key FROM limits WHERE expire <= (1000 * extract(epoch FROM $1::timestamptz))::bigint ORDER BY expire
     LIMIT $2 FOR UPDATE SKIP LOCKED))`,
  signing_keys: `DELETE FROM signing_keys WHERE kid = ANY(ARRAY(
    SELECT kid FROM signing_keys WHERE expires_at <= $1::timestamptz - interval '2 days' ORDER BY expires_at LIMIT $2
       FOR UPDATE SKIP LOCKED))`,
} as const

export type Expirable = keyof typeof EXPIRED_SQL
export const expirables = Object.keys(EXPIRED_SQL) as Expirable[]

/** How much longer than its row says something still counts: tokens by the leeway, revocations as long as they do. */
const keptSeconds: Partial<Record<Expirable, () => number>> = {
  outstanding_tokens: () => env.TOKEN_LEEWAY_SECONDS,
  revocations: revocationsKeptSeconds,
}

export async function deleteExpired(kind: Expirable, { limit, now }: { limit: number; now: Date }): Promise<number> {
  const before = new Date(now.getTime() - 1_000 * (keptSeconds[kind]?.() ?? 0))
  const { rowCount } = await pool.query({ name: `flush-${kind}`, text: EXPIRED_SQL[kind], values: [before, limit] })
  return rowCount ?? 0
}
