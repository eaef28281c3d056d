import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { db, pool } from '@/lib/db'
import { testClient as client, newPerson } from '@/lib/testing/api'
import { flushDeadMail } from './flush-dead-mail'
import { listOutbox, outboxFilterSchema } from './list-outbox'
import { queueMail } from './queue-mail'
import { retryAllMail, retryMail } from './retry-mail'
import { claimMail, markFailed, markSent } from './store'

const DAY = 86_400_000
const filter = (query: object) => outboxFilterSchema.parse(query)

beforeEach(() => db.mail.deleteMany({}))

async function queue(): Promise<string> {
  const to = `${randomUUID()}@example.org`
  await queueMail(db, { to, template: 'refresh-reuse', locale: 'en', data: {} })
  return to
}

async function giveUp(now = new Date()) {
  const to = await queue()
  const mail = await claimMail({ leaseSeconds: 600 })
  if (mail?.recipient !== to) throw new Error('another mail was due')
  await markFailed(mail, { error: '550 no such user', retryAt: null, now })
  return mail.id
}

async function send() {
  await queue()
  const mail = await claimMail({ leaseSeconds: 600 })
  if (mail) await markSent(mail, { keepBody: false, now: new Date() })
}

test('the pages hold every mail once, the newest first, and never what a mail says', async () => {
  for (let count = 0; count < 7; count += 1) await queue()
  const seen: string[] = []
  let before: string | null | undefined
  do {
    const page = await listOutbox(filter({ before }), { limit: 3 })
    for (const mail of page.mails) for (const field of ['text', 'html']) expect(mail).not.toHaveProperty(field)
    seen.push(...page.mails.map(({ id }) => id))
    before = page.next
  } while (before)
  const rows = await db.mail.findMany({ orderBy: { id: 'desc' }, select: { id: true } })
  expect(seen).toEqual(rows.map(({ id }) => id))
})

test('the list can be asked for one state and for one person; nonsense counts as not given', async () => {
  await giveUp()
  await send()
  const recipient = await queue()
  for (const state of ['queued', 'sent', 'dead']) {
    expect((await listOutbox(filter({ state }))).mails).toMatchObject([{ state }])
  }
  expect((await listOutbox(filter({ recipient: ` ${recipient.toUpperCase()}` }))).mails).toMatchObject([{ recipient }])
  expect(filter({ state: 'lost', before: "' OR 1=1", recipient: '' })).toEqual({})
})

test('a list goes by an index and sorts nothing, however many rows there are', async () => {
  const connection = await pool.connect()
  for (const way of ['seqscan', 'bitmapscan', 'sort']) await connection.query(`SET enable_${way} = off`)
  for (const where of [`state = 'dead' AND id < gen_random_uuid()`, 'id < gen_random_uuid()']) {
    const sql = `EXPLAIN SELECT id FROM mails WHERE ${where} ORDER BY id DESC LIMIT 50`
    const { rows } = await connection.query<{ 'QUERY PLAN': string }>(sql)
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    expect(plan).toMatch(/Index/)
    expect(plan).not.toMatch(/Sort|Seq Scan/)
  }
  connection.release(true)
})

test('a dead letter that the staff retries is sent with its body, and the audit log says who did it', async () => {
  const { id: staffId } = await newPerson()
  const mailId = await giveUp()
  expect(await listOutbox({})).toMatchObject({ mails: [{ canRetry: true }], retryable: 1 })
  await retryMail({ mailId, staffId, client })
  expect(await listOutbox({})).toMatchObject({ mails: [{ state: 'queued', attempts: 0 }], retryable: 0 })
  expect((await claimMail({ leaseSeconds: 600 }))?.text).toContain('Hello')
  const events = await db.auditEvent.findMany({ where: { userId: staffId } })
  expect(events).toMatchObject([{ event: 'mail.retry', data: { mailId } }])
})

test('only dead letters are retried: one that waits or was sent would go out twice', async () => {
  const { id: staffId } = await newPerson()
  await send()
  await queue()
  for (const { id: mailId } of await db.mail.findMany({})) {
    await expect(retryMail({ mailId, staffId, client })).rejects.toMatchObject({ code: 'not_found' })
  }
  expect(await retryAllMail({ staffId, client })).toBe(0)
  expect(await db.auditEvent.count({ where: { userId: staffId } })).toBe(0)
})

test('every dead letter is retried at once, and the audit log says how many', async () => {
  const { id: staffId } = await newPerson()
  for (let count = 0; count < 3; count += 1) await giveUp()
  expect(await retryAllMail({ staffId, client })).toBe(3)
  expect(await db.mail.count({ where: { state: 'queued', attempts: 0 } })).toBe(3)
  const events = await db.auditEvent.findMany({ where: { userId: staffId } })
  expect(events).toMatchObject([{ event: 'mail.retry_all', data: { count: 3 } }])
})

test('a week after it was given up a dead letter loses its body, and cannot be retried', async () => {
  const { id: staffId } = await newPerson()
  const [old, young] = [await giveUp(new Date(Date.now() - 8 * DAY)), await giveUp(new Date(Date.now() - 6 * DAY))]
  expect(await flushDeadMail()).toBe(1)
  expect(await db.mail.findUniqueOrThrow({ where: { id: old } })).toMatchObject({ text: '', html: '', state: 'dead' })
  expect((await db.mail.findUniqueOrThrow({ where: { id: young } })).text).not.toBe('')
  const { mails, retryable } = await listOutbox({})
  expect(mails.map(({ id, canRetry }) => [id, canRetry])).toEqual([
    [young, true],
    [old, false],
  ])
  expect(retryable).toBe(1)
  await expect(retryMail({ mailId: old, staffId, client })).rejects.toMatchObject({ code: 'not_found' })
})
