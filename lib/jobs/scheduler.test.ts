import { beforeEach, expect, test, vi } from 'vitest'
import { db } from '@/lib/db'
import { log } from '@/lib/log'
import { type Job, jobs } from './jobs'
import { runSoon } from './run-soon'
import { runDueJobs, startScheduler } from './scheduler'

let runs = 0
const job = (changes: Partial<Job> = {}): Job => ({
  ...{ name: 'count', everySeconds: 60, leaseSeconds: 60 },
  run: async () => {
    runs += 1
  },
  ...changes,
})

beforeEach(async () => {
  runs = 0
  await db.scheduledJob.deleteMany({})
})

const makeDue = () => db.scheduledJob.updateMany({ data: { nextRunAt: new Date(Date.now() - 1_000) } })

test('of many processes one runs a job that is due, and nobody runs it before it is due again', async () => {
  await Promise.all(Array.from({ length: 10 }, () => runDueJobs([job()])))
  expect(runs).toBe(1)
  await runDueJobs([job()])
  expect(runs).toBe(1)
  await makeDue()
  await Promise.all(Array.from({ length: 10 }, () => runDueJobs([job()])))
  expect(runs).toBe(2)
})

test('a job that fails says why and is tried again soon; the others run all the same', async () => {
  const broken = job({ name: 'broken', everySeconds: 86_400, run: () => Promise.reject(new Error('no such table')) })
  await runDueJobs([broken, job()])
  expect(runs).toBe(1)
  const row = await db.scheduledJob.findUniqueOrThrow({ where: { name: 'broken' } })
  expect(row.lastFault).toBe('no such table')
  expect(row.nextRunAt.getTime()).toBeLessThan(Date.now() + 301_000)
})

test('a job that goes on failing in the same way is one line of the log', async () => {
  const lines = vi.spyOn(log, 'error')
  const failing = (text: string) => job({ run: () => Promise.reject(new Error(text)) })
  for (const text of ['no such table', 'no such table', 'the disk is full']) {
    await runDueJobs([failing(text)])
    await makeDue()
  }
  expect(lines).toHaveBeenCalledTimes(2)
  await runDueJobs([job()])
  await makeDue()
  await runDueJobs([failing('the disk is full')])
  expect(lines).toHaveBeenCalledTimes(3)
})

test('a job whose process died is taken by another after its lease', async () => {
  await db.scheduledJob.create({
    data: { name: 'count', nextRunAt: new Date(Date.now() + 60_000), startedAt: new Date() },
  })
  await runDueJobs([job()])
  expect(runs).toBe(0)
  await makeDue()
  await runDueJobs([job()])
  expect(runs).toBe(1)
})

test('a job that somebody asked for runs when the server looks next, and then when it is due again', async () => {
  const flush = job({ name: 'flush-expired' })
  expect(jobs.map(({ name }) => name)).toContain(flush.name)
  await runSoon('flush-expired')
  await runDueJobs([flush])
  await runDueJobs([flush])
  expect(runs).toBe(1)
  await runSoon('flush-expired')
  await runDueJobs([flush])
  expect(runs).toBe(2)
})

test('a scheduler runs what is due and stops when it is told to', async () => {
  const scheduler = startScheduler([job()], 10)
  await expect.poll(() => runs).toBe(1)
  await scheduler.stop()
  await makeDue()
  expect(runs).toBe(1)
})
