import { expect, test } from 'vitest'
import { pool } from '@/lib/db'
import { RECENT_SQL } from './revocation-store'

test('a poll reads what is recent by the index, however long the log is', async () => {
  await pool.query(`INSERT INTO revocations (subject, subject_id, reason, created_at)
    SELECT 'session', i::text, 'signed_out', now() - make_interval(secs => i) FROM generate_series(1, 20000) i`)
  await pool.query('ANALYZE revocations')
  const { rows } = await pool.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${RECENT_SQL}`, [60])
  expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('revocations_created_at_idx')
})
