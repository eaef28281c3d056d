export type Size = { users: number; tokens: number }

const RECENT_REVOCATIONS = 20

// Ids as the product makes them, a UUID of version 7, so that the indexes grow the way they do in use. A family is
// `tokens / users` tokens long, its last one live; a fifth of all tokens has expired, one family in a hundred was ended.
export const FUNCTIONS_SQL = `
  CREATE FUNCTION id_of(moment timestamptz, seed text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT lpad(to_hex((1000 * extract(epoch FROM moment))::bigint), 12, '0') || '7' || substr(md5(seed), 1, 3) || '8'
           || substr(md5(seed), 4, 15) $$;
  CREATE FUNCTION joined_at(i bigint) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT $now$::timestamptz - interval '365 days' * (1 - i::float / $users$) $$;
  CREATE FUNCTION user_id(i bigint) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT id_of(joined_at(i), 'user' || i)::uuid $$;
  CREATE FUNCTION session_id(i bigint) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT id_of($now$::timestamptz - interval '9 days' + interval '7 days' * (i::float / $users$),
                 'session' || i)::uuid $$;
  CREATE FUNCTION issued_at(i bigint) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT $now$::timestamptz - $lifetime$::interval * 1.25 * (1 - i::float / $tokens$) $$;
  CREATE FUNCTION jti(i bigint) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT id_of(issued_at(i), 'token' || i)::uuid $$;
  CREATE FUNCTION head_of(i bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT i + $users$ * (($tokens$ - i) / $users$) $$;`

export type Step = { title: string; rows: (size: Size) => number; sql: string }

export const steps: Step[] = [
  {
    title: 'users',
    rows: ({ users }) => users,
    sql: `INSERT INTO users (id, number, email, email_verified_at, password_hash, created_at)
          SELECT user_id(i), i, 'person-' || md5('mail' || i) || '@bench.example', joined_at(i),
                 'bcrypt_sha256$$2b$12$' || md5('a' || i) || left(md5('b' || i), 21), joined_at(i)
            FROM generate_series($1::bigint, $2::bigint) i`,
  },
  {
    title: 'profiles',
    rows: ({ users }) => users,
    sql: `INSERT INTO profiles (user_id, name)
          SELECT user_id(i), 'Person ' || i FROM generate_series($1::bigint, $2::bigint) i`,
  },
  {
    title: 'sessions that are over',
    rows: ({ users }) => Math.ceil(0.4 * users),
    sql: `INSERT INTO sessions (id, user_id, kind, method, authenticated_at, created_at, last_seen_at, idle_expires_at,
                                expires_at)
          SELECT id_of(at, 'over' || i)::uuid, user_id(i), 'tokens', 'password', at, at, at, at + interval '1 day',
                 at + interval '30 days'
            FROM generate_series($1::bigint, $2::bigint) i,
                 LATERAL (SELECT $now$::timestamptz - interval '90 days'
                               + interval '29 days' * (i::float / $users$) AS at) times`,
  },
  {
    title: 'sessions',
    rows: ({ users }) => users,
    sql: `INSERT INTO sessions (id, user_id, kind, method, authenticated_at, created_at, last_seen_at, idle_expires_at,
                                expires_at, refresh_jti, previous_refresh_jti, refreshed_at, revoked_at, revoked_reason)
          SELECT session_id(i), user_id(i), 'tokens', 'password', at, at, issued_at(head_of(i)),
                 issued_at(head_of(i)) + $lifetime$::interval, at + interval '30 days', jti(head_of(i)),
                 CASE WHEN head_of(i) > $users$ THEN jti(head_of(i) - $users$) END, issued_at(head_of(i)),
                 CASE WHEN i % 100 = 0 THEN $now$::timestamptz END, CASE WHEN i % 100 = 0 THEN 'signed_out' END
            FROM generate_series($1::bigint, $2::bigint) i,
                 LATERAL (SELECT $now$::timestamptz - interval '9 days'
                               + interval '7 days' * (i::float / $users$) AS at) times`,
  },
  {
    title: 'sessions of browsers',
    rows: ({ users }) => Math.ceil(users / 10),
    sql: `INSERT INTO sessions (id, user_id, kind, secret_hash, method, authenticated_at, created_at, last_seen_at,
                                idle_expires_at, expires_at)
          SELECT id_of(at, 'browser' || i)::uuid, user_id(1 + 10 * (i - 1)), 'browser',
                 encode(sha256(('secret' || i)::bytea), 'hex'), 'password', at, at, at, at + interval '7 days',
                 at + interval '30 days'
            FROM generate_series($1::bigint, $2::bigint) i,
                 LATERAL (SELECT $now$::timestamptz - interval '2 days' * (1 - 10 * i::float / $users$) AS at) times`,
  },
  {
    title: 'tokens',
    rows: ({ tokens }) => tokens,
    sql: `INSERT INTO outstanding_tokens (jti, session_id, user_id, token_type, parent_jti, issued_at, expires_at,
                                          rotated_at, blacklisted_at, blacklisted_reason)
          SELECT jti(i), session_id(owner), user_id(owner), 'refresh', CASE WHEN i > $users$ THEN jti(i - $users$) END,
                 issued_at(i), issued_at(i) + $lifetime$::interval,
                 CASE WHEN i + $users$ <= $tokens$ THEN issued_at(i + $users$) END,
                 CASE WHEN owner % 100 = 0 THEN $now$::timestamptz END, CASE WHEN owner % 100 = 0 THEN 'signed_out' END
            FROM generate_series($1::bigint, $2::bigint) i,
                 LATERAL (SELECT 1 + (i - 1) % $users$ AS owner) family`,
  },
  {
    title: 'audit events',
    rows: ({ users }) => users,
    sql: `INSERT INTO audit_events (id, at, event, outcome, user_id, session_id)
          SELECT id_of(joined_at(i), 'event' || i)::uuid, joined_at(i), 'session.start', 'success', user_id(i),
                 session_id(i)
            FROM generate_series($1::bigint, $2::bigint) i`,
  },
  {
    title: 'revocations, two days of them',
    rows: ({ users }) => Math.ceil(users / 10),
    sql: `INSERT INTO revocations (subject, subject_id, reason, created_at)
          SELECT 'session', session_id(i), 'signed_out',
                 $now$::timestamptz - interval '10 minutes' - interval '2 days' * (1 - 10 * i::float / $users$)
            FROM generate_series($1::bigint, $2::bigint) i`,
  },
  {
    title: 'revocations of this moment',
    rows: () => RECENT_REVOCATIONS,
    sql: `INSERT INTO revocations (subject, subject_id, reason)
          SELECT 'session', session_id(i), 'signed_out' FROM generate_series($1::bigint, $2::bigint) i`,
  },
]
