import { expect, test } from 'vitest'
import { db, pool } from '@/lib/db'
import { testClient as client, newTokens } from '@/lib/testing/api'
import { exportTokens } from './export-tokens'
import { tokenFilterSchema } from './list-tokens'
import { tokensAsCsv } from './tokens-as-csv'

const filter = (query: object) => tokenFilterSchema.parse(query)

test('the CSV holds every row, however many there are', async () => {
  const { user } = await newTokens()
  await pool.query(
    `INSERT INTO outstanding_tokens (jti, token_type, session_id, user_id, issued_at, expires_at)
     SELECT md5(n::text)::uuid, token_type, session_id, user_id, issued_at, expires_at
       FROM outstanding_tokens, generate_series(1, 20500) n WHERE user_id = $1`,
    [user.id],
  )
  const seen = new Set<string>()
  for await (const line of tokensAsCsv(filter({ email: user.email }))) seen.add(line.split(',')[0] ?? '')
  expect(seen.size).toBe(1 + 1 + 20_500)
})

test('taking the list away is on record, with what was asked for and no address', async () => {
  const { user } = await newTokens()
  const staff = await newTokens()
  const query = filter({ email: user.email, state: 'live' })
  const lines: string[] = []
  for await (const line of await exportTokens(query, { staffId: staff.user.id, client })) lines.push(line)
  expect(lines).toHaveLength(2)
  const [event, ...others] = await db.auditEvent.findMany({ where: { event: 'token.export' } })
  expect(others).toEqual([])
  expect(event).toMatchObject({ userId: staff.user.id, data: { personId: user.id, state: 'live' } })
  expect(JSON.stringify(event?.data)).not.toContain('@')
})
