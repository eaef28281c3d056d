import { beforeEach, expect, test } from 'vitest'
import { db } from '@/lib/db'
import { newPerson, testClient } from '@/lib/testing/api'
import { answerMailRequests } from './answer-mail-requests'
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
