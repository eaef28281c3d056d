import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { verifyCredentials } from '@/lib/accounts/verify-credentials'
import { db } from '@/lib/db'
import { en } from '@/lib/messages/en'
import { ko } from '@/lib/messages/ko'
import { newPerson, testClient } from '@/lib/testing/api'
import { listActivity, pagesOfActivity } from './list-activity'
import { recordAudit } from './record-audit'

/** Told of no account, so nobody reads them here. */
const OF_NOBODY = ['signing_key.pull']

const recordedEvents = readdirSync('lib', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !/\.test\.|\.fixture\./.test(file))
  .flatMap((file) => readFileSync(`lib/${file}`, 'utf8').split('\n'))
  .filter((line) => /\bevent\??: /.test(line))
  .flatMap((line) => [...line.matchAll(/'([a-z_]+\.[a-z_]+)'/g)].map(([, event = '']) => event))
  .filter((event) => !OF_NOBODY.includes(event))

const words = (event: string, texts: object): unknown =>
  event.split('.').reduce<unknown>((inner, part) => (inner as Record<string, unknown> | undefined)?.[part], texts)

test('every event that the code records is told in words, in both languages', () => {
  expect(recordedEvents.length).toBeGreaterThan(25)
  const speechless = recordedEvents.filter(
    (event) => ![en, ko].every(({ activity }) => typeof words(event, activity.event) === 'string'),
  )
  expect(speechless).toEqual([])
})

test('every event of one moment is on exactly one page, the latest first, and nobody else’s', async () => {
  const [{ id: userId }, other] = [await newPerson(), await newPerson()]
  const at = new Date('2026-11-01T00:00:00.123Z')
  const row = { at, event: 'account.sign_in', outcome: 'success' }
  await db.auditEvent.createMany({ data: Array.from({ length: 7 }, () => ({ ...row, userId })) })
  await db.auditEvent.create({ data: { ...row, userId, at: new Date(at.getTime() + 1), event: 'session.end' } })
  await db.auditEvent.create({ data: { ...row, userId: other.id } })
  const ids: string[] = []
  const first = await listActivity({ userId }, { limit: 3 })
  expect(first.events[0]?.event).toBe('session.end')
  for (let page = first; ; page = await listActivity({ userId, after: page.next ?? '' }, { limit: 3 })) {
    ids.push(...page.events.map(({ id }) => id))
    if (!page.next) break
  }
  expect(ids).toHaveLength(8)
  expect(new Set(ids).size).toBe(8)
  const exported: string[] = []
  for await (const page of pagesOfActivity(userId)) exported.push(...page.map(({ id }) => id))
  expect(exported).toEqual(ids)
})

test('a wrong password at the account is told, with its device and address', async () => {
  const user = await newPerson()
  await verifyCredentials({ email: user.email, password: 'not the password' }, testClient).catch(() => {})
  const { events } = await listActivity({ userId: user.id })
  expect(events[0]).toMatchObject({ event: 'account.verify_password', outcome: 'refused', ip: testClient.ip })
})

test('what the staff did is told without whence they did it', async () => {
  const { id: userId } = await newPerson()
  const client = { ip: '198.51.100.7', userAgent: 'the browser of the staff', requestId: '' }
  await recordAudit(db, { event: 'session.end', outcome: 'success', reason: 'ended_by_staff', userId, client })
  const { events } = await listActivity({ userId })
  expect(events[0]).toMatchObject({ isByStaff: true, ip: '', userAgent: '' })
})

test.each(['', 'x', '2026_x', '2026-11-01T00:00:00.000Z_x', '_', '9'.repeat(80)])(
  'a place that makes no sense (%s) is the first page',
  async (after) => {
    const user = await newPerson()
    await verifyCredentials({ email: user.email, password: 'not the password' }, testClient).catch(() => {})
    expect((await listActivity({ userId: user.id, after })).events).toHaveLength(1)
  },
)
