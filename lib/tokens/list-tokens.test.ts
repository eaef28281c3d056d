import { beforeAll, expect, test, vi } from 'vitest'
import { pool } from '@/lib/db'
import { testClient as client, newTokens } from '@/lib/testing/api'
import { blacklistByStaff, endAllByStaff } from './end-by-staff'
import { listTokens, tokenFilterSchema, tokenStates } from './list-tokens'
import { refreshTokens } from './refresh-tokens'
import { STRETCH } from './token-list-store'
import { csvLine, tokensAsCsv } from './tokens-as-csv'

const filter = (query: object) => tokenFilterSchema.parse(query)
let person: Awaited<ReturnType<typeof newTokens>>

beforeAll(async () => {
  for (let count = 0; count < 7; count += 1) await newTokens()
  await newTokens(new Date(Date.now() - 172_800_000))
  person = await newTokens()
  await refreshTokens({ refresh: person.refresh }, client)
})

test('the pages hold every token once, the latest first', async () => {
  const seen: string[] = []
  let after: string | null | undefined
  do {
    const page = await listTokens(filter({ after }), { limit: 3 })
    expect(page.tokens.length).toBeLessThanOrEqual(3)
    seen.push(...page.tokens.map(({ jti }) => jti))
    after = page.next
  } while (after)
  const { rows } = await pool.query('SELECT jti FROM outstanding_tokens ORDER BY expires_at DESC, jti DESC')
  expect(seen).toEqual(rows.map(({ jti }) => jti.replaceAll('-', '')))
})

test.each([
  ['live', 1],
  ['rotated', 1],
  ['blacklisted', 0],
  ['expired', 0],
])('tokens of one person, %s: %i', async (state, count) => {
  const { tokens } = await listTokens(filter({ email: ` ${person.user.email.toUpperCase()}`, state }))
  expect(tokens).toHaveLength(count)
  for (const token of tokens) expect(token).toMatchObject({ state, email: person.user.email })
})

test('the tokens of one device, those that have expired, and an address nobody has', async () => {
  const [{ sessionId } = { sessionId: '' }] = (await listTokens(filter({ email: person.user.email }))).tokens
  expect((await listTokens(filter({ session: sessionId }))).tokens).toHaveLength(2)
  expect((await listTokens(filter({ state: 'expired' }))).tokens).toHaveLength(1)
  expect(await listTokens(filter({ email: 'nobody@example.com' }))).toEqual({ tokens: [], next: null, userId: null })
})

test('what makes no sense in a query counts as not given', async () => {
  expect(filter({ state: 'dead', session: "'; DROP TABLE users", email: '' })).toEqual({})
  expect((await listTokens(filter({ after: 'x_y' }))).tokens.length).toBeGreaterThan(0)
})

/** Three stretches of live tokens, of people who never rotated one. */
async function addLiveTokens(): Promise<void> {
  const { user } = await newTokens()
  await pool.query(
    `INSERT INTO outstanding_tokens (jti, session_id, user_id, token_type, issued_at, expires_at)
     SELECT gen_random_uuid(), s.id, s.user_id, 'refresh', now(), now() + n * interval '1 second'
       FROM sessions s, generate_series(1, $2::int) n WHERE s.user_id = $1`,
    [user.id, 3 * STRETCH],
  )
  await pool.query('ANALYZE outstanding_tokens')
}

test('a page of a rare state looks at a bounded number of tokens, and the pages after it find the rest', async () => {
  await addLiveTokens()
  const pages: number[] = []
  let after: string | null | undefined
  do {
    const page = await listTokens(filter({ state: 'rotated', after }))
    pages.push(page.tokens.length)
    after = page.next
  } while (after)
  expect(pages.length).toBeGreaterThanOrEqual(3)
  expect(pages.reduce((sum, count) => sum + count)).toBe(1)
})

test.each([undefined, ...tokenStates])('a page of state %s goes by an index and sorts nothing', async (state) => {
  const asked = vi.spyOn(pool, 'query')
  await listTokens(filter({ state, after: state && `${new Date().toISOString()}_${'f'.repeat(32)}` }))
  const [text, values]: unknown[] = asked.mock.calls[0] ?? []
  asked.mockRestore()
  const { rows } = await pool.query(`EXPLAIN ${text}`, Array.isArray(values) ? values : [])
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
  expect(plan).toMatch(/Index (Only )?Scan.* on outstanding_tokens/)
  expect(plan).not.toMatch(/Sort|Seq Scan on outstanding_tokens/)
})

test('a cell that a spreadsheet would take for a formula is made harmless', () => {
  const line = csvLine(['=1+1', '+1', '-1', '@x', '\tx', 'plain', 'a,"b"'])
  expect(line).toBe(`'=1+1,'+1,'-1,'@x,'\tx,plain,"a,""b"""\r\n`)
})

test('the CSV holds a head and every row of the filter', async () => {
  const lines: string[] = []
  for await (const line of tokensAsCsv(filter({ email: person.user.email }))) lines.push(line)
  expect(lines).toHaveLength(3)
  expect(lines[0]).toMatch(/^jti,tokenType,state,email/)
})

test('the staff blacklists one token, which ends its sign-in, and ends all sign-ins of a person', async () => {
  const [first, second] = [await newTokens(), await newTokens()]
  const staffId = person.user.id
  const [token] = (await listTokens(filter({ email: first.user.email }))).tokens
  const act = { jti: token?.jti ?? '', staffId, client }
  await blacklistByStaff(act)
  await expect(refreshTokens({ refresh: first.refresh }, client)).rejects.toMatchObject({ reason: 'blacklisted' })
  await expect(blacklistByStaff(act)).rejects.toMatchObject({ code: 'not_found' })
  await endAllByStaff({ userId: second.user.id, staffId, client })
  await expect(refreshTokens({ refresh: second.refresh }, client)).rejects.toMatchObject({ reason: 'blacklisted' })
  const sql = `SELECT event FROM audit_events WHERE data ->> 'staffId' = $1 ORDER BY at`
  const { rows } = await pool.query(sql, [staffId])
  expect(rows.map(({ event }) => event)).toEqual(['token.blacklist', 'session.end_all'])
})
