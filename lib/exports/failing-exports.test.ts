import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { db, pool } from '@/lib/db'
import { jobs } from '@/lib/jobs/jobs'
import { listFaults } from '@/lib/jobs/list-faults'
import { runDueJobs } from '@/lib/jobs/scheduler'
import { newPerson, testClient } from '@/lib/testing/api'
import { makeExports } from './make-exports'
import { findExport, requestExport } from './request-export'

beforeEach(() => db.dataExport.deleteMany())

const MINUTE = 60_000
const FAULT = 'exports could not be made'
const ask = (userId: string, now?: Date) => requestExport({ userId, locale: 'ko' }, testClient, now)
const eventsOf = (userId: string) => db.auditEvent.findMany({ where: { userId, event: 'account.make_export' } })

async function attemptsOf(userId: string): Promise<number> {
  return (await db.dataExport.findUniqueOrThrow({ where: { userId } })).attempts
}

/** Nothing can be stored for this person, until the test is over or calls what this returns. */
async function breakExportOf(userId: string): Promise<() => Promise<void>> {
  await pool.query(`
    CREATE OR REPLACE FUNCTION break_export() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no room'; END $$;
    CREATE TRIGGER break_export BEFORE UPDATE ON data_exports FOR EACH ROW
    WHEN (NEW.zip IS NOT NULL AND NEW.user_id = '${userId}') EXECUTE FUNCTION break_export()`)
  const mend = async () => {
    await pool.query('DROP TRIGGER IF EXISTS break_export ON data_exports')
  }
  onTestFinished(mend)
  return mend
}

/** Looks every minute, as the job does every few seconds. @returns the minutes at which an attempt was made */
async function watch(userId: string, from: Date, minutes: number): Promise<number[]> {
  const at: number[] = []
  for (let minute = 0; minute <= minutes; minute += 1) {
    const before = await attemptsOf(userId)
    await makeExports(new Date(from.getTime() + minute * MINUTE)).catch(() => {})
    if ((await attemptsOf(userId)) > before) at.push(minute)
  }
  return at
}

test('an export that fails is tried ever more rarely, then given up; its person asks again at once', async () => {
  const { id } = await newPerson()
  const mend = await breakExportOf(id)
  const start = new Date()
  await ask(id, start)
  expect(await watch(id, start, 85)).toEqual([0, 1, 6, 26])
  expect(await findExport(id)).toMatchObject({ isGivenUp: false, isRepeatable: false })
  expect(await eventsOf(id)).toEqual([])
  const last = new Date(start.getTime() + 86 * MINUTE)
  await expect(makeExports(last)).rejects.toThrow(FAULT)
  expect(await findExport(id)).toMatchObject({ isGivenUp: true, isRepeatable: true })
  expect(await eventsOf(id)).toMatchObject([{ outcome: 'failure', reason: 'internal' }])
  await mend()
  await ask(id, last)
  await expect(ask(id, last)).rejects.toMatchObject({ code: 'too_many_requests' })
  expect(await findExport(id)).toMatchObject({ isGivenUp: false, isRepeatable: false })
  expect(await makeExports(last)).toBe(1)
  expect((await eventsOf(id)).map(({ outcome }) => outcome).toSorted()).toEqual(['failure', 'success'])
})

test('an export that fails holds nobody up, and the job says so for as long as it is not made', async () => {
  const [broken, next] = [await newPerson(), await newPerson()]
  const start = new Date()
  await ask(broken.id, start)
  await ask(next.id)
  const mend = await breakExportOf(broken.id)
  await runDueJobs(jobs.filter(({ name }) => name === 'make-exports'))
  expect(await findExport(next.id)).toHaveProperty('madeAt', expect.any(Date))
  expect(await listFaults()).toMatchObject([{ name: 'make-exports', fault: expect.stringContaining(FAULT) }])
  for (const seconds of [15, 30, 45, 59, 75, 90, 180])
    await expect(makeExports(new Date(start.getTime() + seconds * 1000)), `${seconds} s`).rejects.toThrow(FAULT)
  await mend()
  expect(await makeExports(new Date(start.getTime() + 7 * MINUTE))).toBe(1)
  expect(await makeExports(new Date(start.getTime() + 8 * MINUTE))).toBe(0)
})

test('after a pause of the job an export that fails is tried once, and then as rarely as ever', async () => {
  const { id } = await newPerson()
  await breakExportOf(id)
  const start = new Date()
  await ask(id, start)
  expect(await watch(id, start, 3)).toEqual([0, 1])
  expect(await watch(id, new Date(start.getTime() + 300 * MINUTE), 85)).toEqual([0, 20, 80])
})

test('an export whose last attempt died with its process is given up an hour later', async () => {
  const { id } = await newPerson()
  const start = new Date()
  await ask(id, start)
  const expiresAt = new Date(start.getTime() + (86 + 7 * 1_440) * MINUTE)
  await db.dataExport.update({ where: { userId: id }, data: { attempts: 5, expiresAt } })
  await expect(makeExports(new Date(start.getTime() + 145 * MINUTE))).rejects.toThrow(FAULT)
  expect(await findExport(id)).toMatchObject({ isGivenUp: false })
  await expect(makeExports(new Date(start.getTime() + 147 * MINUTE))).rejects.toThrow(FAULT)
  expect(await findExport(id)).toMatchObject({ isGivenUp: true })
  expect(await eventsOf(id)).toMatchObject([{ outcome: 'failure' }])
})

test('D-19 without its audit event no export is made and none is given up', async () => {
  const { id, email } = await newPerson()
  const start = new Date()
  await ask(id, start)
  await pool.query(`
    CREATE OR REPLACE FUNCTION lose_audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no audit'; END $$;
    CREATE TRIGGER lose_audit BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION lose_audit()`)
  onTestFinished(async () => {
    await pool.query('DROP TRIGGER IF EXISTS lose_audit ON audit_events')
  })
  await expect(makeExports(start)).rejects.toThrow(FAULT)
  expect(await findExport(id)).toMatchObject({ madeAt: null })
  expect(await db.mail.count({ where: { recipient: email } })).toBe(0)
  await db.dataExport.update({ where: { userId: id }, data: { attempts: 4 } })
  await expect(makeExports(new Date(start.getTime() + 86 * MINUTE))).rejects.toThrow('no audit')
  expect(await attemptsOf(id)).toBe(5)
})
