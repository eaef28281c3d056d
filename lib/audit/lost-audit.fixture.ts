import { onTestFinished } from 'vitest'
import { pool } from '@/lib/db'

/** From now on no audit event can be written, as if the process died while it wrote one; until the test ends, or calls what this returns. */
export async function loseAudit(): Promise<() => Promise<void>> {
  await pool.query(`
    CREATE OR REPLACE FUNCTION lose_audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no audit'; END $$;
    CREATE TRIGGER lose_audit BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION lose_audit()`)
  const mend = async () => {
    await pool.query('DROP TRIGGER IF EXISTS lose_audit ON audit_events')
  }
  onTestFinished(mend)
  return mend
}

const TABLES = [
  'users',
  'profiles',
  'sessions',
  'outstanding_tokens',
  'one_time_tokens',
  'mails',
  'revocations',
  'signing_keys',
  'email_addresses',
  'accounts',
  'personal_tokens',
  'known_devices',
  'data_exports',
  'social_apps',
]

/** All rows but the tries of a code, which are counted ahead of what it opens. */
export async function everything(): Promise<string> {
  const row = `to_jsonb(t) #- '{data,tries}'`
  const parts = TABLES.map((table) => `(SELECT coalesce(jsonb_agg(${row} ORDER BY t.*), '[]') FROM ${table} t)`)
  const { rows } = await pool.query<{ state: unknown }>(`SELECT jsonb_build_array(${parts}) AS state`)
  return JSON.stringify(rows[0]?.state)
}
