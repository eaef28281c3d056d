import { beforeAll, expect, test } from 'vitest'
import { pool } from '@/lib/db'
import { testClient as client, newTokens } from '@/lib/testing/api'
import { blacklistByStaff, endAllByStaff } from './end-by-staff'
import { listTokens, tokenFilterSchema } from './list-tokens'
import { refreshTokens } from './refresh-tokens'
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

test('a list goes by an index and sorts nothing, however many rows there are', async () => {
  const client = await pool.connect()
  for (const way of ['seqscan', 'bitmapscan', 'sort']) await client.query(`SET enable_${way} = off`)
  const planOf = async (where: string, order: string) => {
    const sql = `EXPLAIN SELECT jti FROM outstanding_tokens t WHERE ${where} ORDER BY ${order} DESC, t.jti DESC LIMIT 50`
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(sql)
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  }
  for (const [where, order] of [
    ['t.expires_at > now()', 't.expires_at'],
    ['t.blacklisted_at IS NOT NULL', 't.blacklisted_at'],
    ['(t.expires_at, t.jti) < (now(), gen_random_uuid())', 't.expires_at'],
  ] as const) {
    const plan = await planOf(where, order)
    expect(plan).toMatch(/Index/)
    expect(plan).not.toMatch(/Sort|Seq Scan/)
  }
  client.release(true)
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
