import { beforeAll, expect, test } from 'vitest'
import { pool } from '@/lib/db'
import { RECENT_SQL, REVOCATIONS_OF_SQL } from './revocation-store'

beforeAll(async () => {
  await pool.query(`INSERT INTO revocations (subject, subject_id, reason, created_at)
    SELECT 'session', i::text, 'signed_out', now() - make_interval(secs => i) FROM generate_series(1, 20000) i`)
  await pool.query('ANALYZE revocations')
})

test.each<[what: string, sql: string, values: unknown[], index: string]>([
  ['a poll reads what is recent', RECENT_SQL, [60], 'revocations_created_at_idx'],
  ['one token is looked up in all of it', REVOCATIONS_OF_SQL, [['7', '8'], 172_800], 'revocations_subject_id_idx'],
])('%s by the index, however long the log is', async (_, sql, values, index) => {
  const { rows } = await pool.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, values)
  expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain(index)
})
