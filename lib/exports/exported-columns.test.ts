import { expect, test } from 'vitest'
import { deleteAccount } from '@/lib/accounts/delete-account'
import { rowsThatName } from '@/lib/accounts/rows-that-name.fixture'
import { type Activity, pagesOfActivity } from '@/lib/audit/list-activity'
import { recordAudit } from '@/lib/audit/record-audit'
import { db, pool } from '@/lib/db'
import { newPerson, newTokens, testClient } from '@/lib/testing/api'
import { personalColumns } from './personal-data-store'

const whose = 'the export is of one person'
const row = 'tells rows apart, and nothing of the person'
const secret = 'a hash, or stands for a secret'
const work = 'how far our work for the person is'

/** What the export does not hold of the tables that name a person by id or address, and why. */
const leftOut: Record<string, Record<string, string>> = {
  users: { password_hash: secret },
  profiles: { user_id: whose, picture: 'a file of its own, picture.webp' },
  email_addresses: { id: row, user_id: whose },
  accounts: {
    ...{ user_id: whose, refresh_token: secret, access_token: secret, id_token: secret, session_state: secret },
    refresh_claimed_until: work,
  },
  sessions: { user_id: whose, secret_hash: secret, refresh_jti: secret, previous_refresh_jti: secret },
  outstanding_tokens: { user_id: whose, jti: secret, parent_jti: secret },
  personal_tokens: { user_id: whose, hash: secret },
  known_devices: { user_id: whose, hash: secret },
  one_time_tokens: { id: row, user_id: whose, hash: secret },
  mails: {
    ...{ id: row, text: 'holds secret links until it is sent', html: 'holds secret links until it is sent' },
    ...{ next_attempt_at: work, last_error: 'what the mail server of the site said' },
  },
  mail_requests: { id: row, data: 'of whoever asked, maybe a stranger, and the hash of a secret' },
  audit_events: { user_id: whose },
}

/** Tables of which the export holds nothing. */
const leftTables: Record<string, string> = {
  data_exports: 'the export does not hold itself',
  revocations: 'says to each process, for two days, what the ends of sessions and tokens say as well',
}

const inProgram = (column: string) => column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

async function columnsOfPeople(): Promise<Map<string, string[]>> {
  const { rows } = await pool.query<{ table: string; columns: string[] }>(
    `SELECT c.table_name AS table, array_agg(c.column_name::text) AS columns
       FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
      WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' GROUP BY c.table_name
     HAVING c.table_name = 'users' OR bool_or(c.column_name ~ '(^|_)(user_id|subject_id|e?mail|address|recipient)$')`,
  )
  return new Map(rows.map(({ table, columns }) => [table, columns]))
}

async function activityOf(userId: string): Promise<Activity[]> {
  const all: Activity[] = []
  for await (const page of pagesOfActivity(userId)) all.push(...page)
  return all
}

async function exportedColumns(): Promise<Record<string, object>> {
  const { id: userId } = await newPerson()
  await recordAudit(db, { event: 'account.sign_in', outcome: 'success', userId, client: testClient })
  const [event] = await activityOf(userId)
  return { ...personalColumns, audit_events: event ?? {} }
}

/** Tables with rows that hold this text, whatever the column. */
async function tablesThatHold(text: string): Promise<string[]> {
  return [...new Set((await rowsThatName([text])).map((row) => row.slice(0, row.indexOf(':'))))]
}

test('a table that holds the id of a person is one of those that the export is judged by', async () => {
  const { user } = await newTokens()
  await deleteAccount({ user: { ...user, role: 'user', locale: null }, locale: 'en' }, testClient)
  const known = await columnsOfPeople()
  const holding = await tablesThatHold(user.id)
  expect(holding).toContain('revocations')
  expect(holding.filter((table) => !known.has(table))).toEqual([])
})

test('every column of a table that names a person, by id or address, is exported, or left out for a reason', async () => {
  const tables = await columnsOfPeople()
  const exported = await exportedColumns()
  expect([...tables.keys()].toSorted()).toEqual([...Object.keys(exported), ...Object.keys(leftTables)].toSorted())
  for (const [table, columns] of tables) {
    if (leftTables[table] !== undefined) continue
    const told = Object.keys(exported[table] ?? {}).map(inProgram)
    const left = Object.keys(leftOut[table] ?? {})
    expect(columns.filter((column) => !told.includes(inProgram(column))).toSorted(), table).toEqual(left.toSorted())
  }
})

test('what the audit knows of an act is told without the staff, and without what stands for a token', async () => {
  const { id: userId } = await newPerson()
  const data = { staffId: 'staff', jti: 'token', provider: 'google' }
  await recordAudit(db, { event: 'token.blacklist', outcome: 'success', userId, client: testClient, data })
  const own = { event: 'account.unlink', outcome: 'success', userId, client: testClient, data: { provider: 'kakao' } }
  await recordAudit(db, { ...own, outcome: 'success' })
  expect(await activityOf(userId)).toMatchObject([
    { data: { provider: 'kakao' }, requestId: testClient.requestId },
    { data: { provider: 'google' }, requestId: '', ip: '' },
  ])
  const told = JSON.stringify(await activityOf(userId))
  expect(told).not.toMatch(/staffId|jti/)
})
