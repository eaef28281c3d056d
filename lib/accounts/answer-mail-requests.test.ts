import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { db, pool } from '@/lib/db'
import { env } from '@/lib/env'
import { secondsAfter } from '@/lib/sessions/session'
import { newPerson, testClient } from '@/lib/testing/api'
import { untilOneWaits } from '@/lib/testing/until-one-waits'
import { answerMailRequest, answerMailRequests, startMailRequestWorker } from './answer-mail-requests'
import { createMailRequest } from './mail-request-store'
import { requestPasswordReset } from './request-password-reset'
import { resendConfirmation } from './resend-confirmation'

beforeEach(async () => {
  await db.mailRequest.deleteMany()
})

const mailsTo = (recipient: string) => db.mail.count({ where: { recipient } })

test('P-07 R-01 whatever the address, asking writes one row and nothing else; only the worker finds out', async () => {
  const [person, disabled, unconfirmed] = [await newPerson(), await newPerson(), await newPerson({ isVerified: false })]
  await db.user.update({ where: { id: disabled.id }, data: { isActive: false } })
  const addresses = [person.email, disabled.email, unconfirmed.email, 'nobody@example.com']
  const audited = await db.auditEvent.count()
  for (const ask of [requestPasswordReset, resendConfirmation]) {
    for (const email of addresses) expect(await ask({ email, locale: 'en' }, testClient)).toBeUndefined()
  }
  const rows = await db.mailRequest.findMany({ orderBy: { id: 'asc' } })
  expect(rows.map(({ email }) => email)).toEqual([...addresses, ...addresses])
  expect(new Set(rows.map(({ data }) => JSON.stringify(data))).size).toBe(1)
  expect(await Promise.all(addresses.map(mailsTo))).toEqual([0, 0, 0, 0])
  expect(await db.auditEvent.count()).toBe(audited)

  expect(await answerMailRequests()).toBe(8)
  expect(await Promise.all(addresses.map(mailsTo))).toEqual([1, 0, 2, 0])
  expect(await db.mailRequest.count()).toBe(0)
})

test('of several workers one answers each request', async () => {
  const person = await newPerson()
  await requestPasswordReset({ email: person.email, locale: 'en' }, testClient)
  await Promise.all(Array.from({ length: 10 }, () => answerMailRequests()))
  expect(await mailsTo(person.email)).toBe(1)
})

test('a request that cannot be answered is put off, holds up no other, and is given up after ten times', async () => {
  const person = await newPerson()
  await createMailRequest(db, { kind: 'reset_password', email: 'broken@example.com', locale: 'en', data: {} })
  await requestPasswordReset({ email: person.email, locale: 'en' }, testClient)
  await answerMailRequests()
  expect(await mailsTo(person.email)).toBe(1)
  expect(await db.mailRequest.findFirstOrThrow()).toMatchObject({ email: 'broken@example.com', attempts: 1 })
  for (let attempt = 2; attempt <= 10; attempt += 1) {
    await db.mailRequest.updateMany({ data: { nextAttemptAt: new Date(0) } })
    await answerMailRequests()
  }
  expect(await db.mailRequest.count()).toBe(0)
})

/** Has two people ask, and does something while the answer to the first of them waits. @returns their ids */
async function whileFirstWaits(answering: () => Promise<unknown>, act: () => unknown): Promise<string[]> {
  const people = [await newPerson(), await newPerson()]
  for (const { email } of people) await requestPasswordReset({ email, locale: 'en' }, testClient)
  const first = people[0]?.id ?? ''
  await db.mailRequest.updateMany({ where: { email: people[0]?.email ?? '' }, data: { nextAttemptAt: new Date(0) } })
  const holding = await pool.connect()
  onTestFinished(() => holding.release())
  await holding.query('BEGIN')
  await holding.query('SELECT 1 FROM users WHERE id = $1 FOR UPDATE', [first])
  const answered = answering()
  await untilOneWaits()
  await act()
  await holding.query('COMMIT')
  await answered
  return people.map(({ id }) => id)
}

const resetLinksOf = (userId = '') => db.oneTimeToken.findMany({ where: { userId }, select: { expiresAt: true } })

test('a link from a long queue lives as long as any other: its time begins when it is written', async () => {
  let releasedAt = new Date(0)
  const [, second] = await whileFirstWaits(answerMailRequests, () => {
    releasedAt = new Date()
  })
  const [link] = await resetLinksOf(second)
  expect(link?.expiresAt.getTime()).toBeGreaterThanOrEqual(releasedAt.getTime() + env.RESET_PASSWORD_SECONDS * 1_000)
})

test('the moment of an answer can be given', async () => {
  const [{ id, email }, now] = [await newPerson(), new Date('2030-01-01T00:00:00Z')]
  await requestPasswordReset({ email, locale: 'en' }, testClient)
  expect([await answerMailRequest(now), await answerMailRequest(now)]).toEqual([true, false])
  expect(await resetLinksOf(id)).toEqual([{ expiresAt: secondsAfter(now, env.RESET_PASSWORD_SECONDS) }])
})

test('a worker that is stopped ends what it has begun, and leaves the rest to others', async () => {
  let stopped: Promise<void> | undefined
  let worker: ReturnType<typeof startMailRequestWorker> | undefined
  const start = async () => {
    worker = startMailRequestWorker()
  }
  const [first, second] = await whileFirstWaits(start, () => {
    stopped = worker?.stop()
  })
  await stopped
  expect(await resetLinksOf(first)).toHaveLength(1)
  expect(await resetLinksOf(second)).toEqual([])
  expect(await db.mailRequest.count()).toBe(1)
})
