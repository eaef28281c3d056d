import { buffer } from 'node:stream/consumers'
import { strFromU8, unzipSync } from 'fflate'
import { beforeAll, expect, test } from 'vitest'
import { db } from '@/lib/db'
import { newPerson, newTokens } from '@/lib/testing/api'
import { zipPersonalData } from './zip-personal-data'

const ROWS = { activity: 20_000, tokens: 10_000, sessions: 2_000 }
/** As many rows as a page has at most. */
const PAGE = 500

let userId: string
beforeAll(async () => {
  const { user } = await newTokens()
  userId = user.id
  const { id: sessionId } = await db.session.findFirstOrThrow({ where: { userId }, select: { id: true } })
  await db.$executeRaw`
    INSERT INTO audit_events (id, event, outcome, user_id, user_agent, data)
    SELECT gen_random_uuid(), 'account.sign_in', 'success', ${userId}::uuid, md5(n::text), '{"provider":"google"}'
      FROM generate_series(1, ${ROWS.activity}::int) AS n`
  await db.$executeRaw`
    INSERT INTO outstanding_tokens (jti, session_id, user_id, token_type, issued_at, expires_at)
    SELECT gen_random_uuid(), ${sessionId}::uuid, ${userId}::uuid, 'refresh', now(), now() + n * interval '1 second'
      FROM generate_series(1, ${ROWS.tokens}::int) AS n`
  await db.$executeRaw`
    INSERT INTO sessions (id, user_id, kind, method, authenticated_at, user_agent, idle_expires_at, expires_at)
    SELECT gen_random_uuid(), ${userId}::uuid, 'tokens', 'password', now(), md5(n::text), now(), now()
      FROM generate_series(1, ${ROWS.sessions}::int) AS n`
}, 60_000)

/** Packs, while a counter tells at which turn of the event loop each part came. */
async function pack(): Promise<{ zip: Buffer; turns: number[]; sizes: number[] }> {
  let turn = 0
  let next: NodeJS.Immediate
  const count = () => {
    turn += 1
    next = setImmediate(count)
  }
  next = setImmediate(count)
  const parts: Uint8Array[] = []
  const turns: number[] = []
  for await (const part of zipPersonalData(userId, new Date())) {
    parts.push(part)
    turns.push(turn)
  }
  clearImmediate(next)
  return { zip: Buffer.concat(parts), turns, sizes: parts.map(({ length }) => length) }
}

test('a long life is packed page by page, and others have their turn after each', async () => {
  const { zip, turns, sizes } = await pack()
  const pages = Object.values(ROWS).reduce((sum, rows) => sum + rows / PAGE, 0)
  expect(new Set(turns).size).toBeGreaterThanOrEqual(pages)
  expect(Math.max(...sizes)).toBeLessThan((3 * zip.length) / pages)
})

test('every row of a long list is in it once, as one list would have been written', async () => {
  const files = unzipSync((await pack()).zip)
  const lists = Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)] as const)
  for (const [name, text] of lists) expect(`${JSON.stringify(JSON.parse(text), null, 2)}\n`, name).toBe(text)
  const rowsOf = (kind: string): Record<string, unknown>[] =>
    JSON.parse(strFromU8(files[`${kind}.json`] ?? new Uint8Array()))
  const where = { userId }
  const keysOf = {
    activity: [rowsOf('activity').map(({ id }) => id), await db.auditEvent.count({ where })],
    sessions: [rowsOf('sessions').map(({ id }) => id), await db.session.count({ where })],
    tokens: [rowsOf('tokens').map(({ expiresAt }) => expiresAt), await db.outstandingToken.count({ where })],
  } as const
  for (const [kind, [keys, count]] of Object.entries(keysOf)) {
    expect(keys.length, kind).toBe(count)
    expect(new Set(keys).size, kind).toBe(count)
  }
})

test('a list without any row is an empty one', async () => {
  const { id } = await newPerson()
  const files = unzipSync(await buffer(zipPersonalData(id, new Date())))
  for (const kind of ['activity', 'sessions', 'tokens'])
    expect(strFromU8(files[`${kind}.json`] as Uint8Array)).toBe('[]\n')
})
