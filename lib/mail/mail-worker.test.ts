import { randomUUID } from 'node:crypto'
import { afterAll, expect, onTestFinished, test, vi } from 'vitest'
import { signUp } from '@/lib/accounts/sign-up'
import { db, pool } from '@/lib/db'
import { env } from '@/lib/env'
import { testClient } from '@/lib/testing/api'
import { retrySeconds, startMailWorker } from './mail-worker'
import { queueMail } from './queue-mail'

type Sink = Awaited<ReturnType<typeof import('./smtp-sink.fixture').startSmtpSink>>

const smtp = await vi.hoisted(async () => {
  const { startSmtpSink } = await import('./smtp-sink.fixture')
  const answers = new Map<string, number>()
  const start = (port = 0) => startSmtpSink({ port, refuse: (to) => answers.get(to) })
  const sink: Sink = await start()
  process.env.SMTP_URL = sink.url
  process.env.MAIL_FROM = '래치키 <no-reply@latchkey.example>'
  return { sink, answers, start }
})
const { readMail } = await import('./smtp-sink.fixture')

afterAll(() => smtp.sink.stop())

const soon = { timeout: 10_000, interval: 50 }
const stateOf = (recipient: string) => db.mail.findFirstOrThrow({ where: { recipient } })

async function queue(locale = 'en'): Promise<string> {
  const to = `${randomUUID()}@example.org`
  await queueMail(db, { to, template: 'refresh-reuse', locale, data: {} })
  return to
}

function startWorker() {
  const worker = startMailWorker()
  onTestFinished(() => worker.stop())
}

const makeDue = (recipient: string) =>
  pool.query('UPDATE mails SET next_attempt_at = now() WHERE recipient = $1', [recipient])

test.each([
  ['en', 'Confirm your e-mail address for Latchkey', 'Confirm address'],
  ['ko', 'Latchkey 이메일 주소를 확인해 주세요', '이메일 주소 확인하기'],
] as const)('whoever signs up in %s gets a mail with a link to this installation', async (locale, subject, button) => {
  const email = `${randomUUID()}@example.org`
  await signUp({ email, password: 'correct horse battery', name: '민지', locale }, testClient)
  startWorker()
  await vi.waitFor(() => expect(smtp.sink.deliveriesTo(email)).toHaveLength(1), soon)

  const [delivery] = smtp.sink.deliveriesTo(email)
  expect(delivery).toMatchObject({ from: 'no-reply@latchkey.example', to: [email] })
  const { headers, text, html } = readMail(delivery?.raw ?? '')
  expect(headers).toEqual(
    expect.arrayContaining([`Subject: ${subject}`, `To: ${email}`, 'From: 래치키 <no-reply@latchkey.example>']),
  )
  expect(html).toContain(button)
  const links = [...`${text} ${html}`.matchAll(/https?:\/\/[^\s"<]+/g)].map(([link]) => link)
  expect(links).toHaveLength(4)
  for (const link of links) expect(link.startsWith(`${env.AUTH_URL}/verify-email`)).toBe(true)
})

test('a mail that was sent leaves no body behind, as it may hold a secret link', async () => {
  const to = await queue()
  startWorker()
  await vi.waitFor(async () => expect(await stateOf(to)).toMatchObject({ state: 'sent', text: '', html: '' }), soon)
  expect((await stateOf(to)).sentAt).toBeInstanceOf(Date)
})

test('D-18 several workers at once send each mail once', async () => {
  const recipients = await Promise.all(Array.from({ length: 40 }, () => queue()))
  for (let started = 0; started < 4; started++) startWorker()
  const queued = () => db.mail.count({ where: { recipient: { in: recipients }, state: 'queued' } })
  await vi.waitFor(async () => expect(await queued()).toBe(0), soon)
  for (const to of recipients) expect(smtp.sink.deliveriesTo(to)).toHaveLength(1)
})

test('D-18 a mail whose worker died is sent when its lease ends, not earlier', async () => {
  const [to, control] = [await queue(), await queue()]
  const { claimMail } = await import('./store')
  await makeDue(to)
  await pool.query(`UPDATE mails SET next_attempt_at = now() + interval '1 hour' WHERE recipient = $1`, [control])
  expect((await claimMail({ leaseSeconds: 600 }))?.recipient).toBe(to)
  startWorker()
  await makeDue(control)
  await vi.waitFor(() => expect(smtp.sink.deliveriesTo(control)).toHaveLength(1), soon)
  expect(smtp.sink.attemptsFor(to)).toBe(0)
  await makeDue(to)
  await vi.waitFor(() => expect(smtp.sink.deliveriesTo(to)).toHaveLength(1), soon)
})

test('a mail that is put off by a 4xx answer waits longer each time, and goes out once it is taken', async () => {
  const to = await queue()
  smtp.answers.set(to, 451)
  startWorker()
  for (const attempts of [1, 2, 3]) {
    await vi.waitFor(async () => expect((await stateOf(to)).lastError).toContain('451'), soon)
    const { state, nextAttemptAt, text, attempts: counted } = await stateOf(to)
    expect({ state, counted }).toEqual({ state: 'queued', counted: attempts })
    expect(text).not.toBe('')
    const waitSeconds = (nextAttemptAt.getTime() - Date.now()) / 1_000
    expect(Math.abs(waitSeconds - retrySeconds(attempts))).toBeLessThan(4)
    if (attempts === 3) smtp.answers.delete(to)
    await pool.query('UPDATE mails SET next_attempt_at = now(), last_error = NULL WHERE recipient = $1', [to])
  }
  await vi.waitFor(() => expect(smtp.sink.deliveriesTo(to)).toHaveLength(1), soon)
})

test('a recipient refused by a 5xx answer is given up at once; the body stays for the staff to try again', async () => {
  const to = await queue()
  smtp.answers.set(to, 550)
  startWorker()
  await vi.waitFor(async () => expect(await stateOf(to)).toMatchObject({ state: 'dead' }), soon)
  const { lastError, givenUpAt, text } = await stateOf(to)
  expect(lastError).toContain('550')
  expect(givenUpAt).toBeInstanceOf(Date)
  expect(text).not.toBe('')
  expect(smtp.sink.attemptsFor(to)).toBe(1)
})

test('one refused mail does not hold up the next', async () => {
  const [refused, next] = [await queue(), await queue()]
  smtp.answers.set(refused, 451)
  startWorker()
  await vi.waitFor(() => expect(smtp.sink.deliveriesTo(next)).toHaveLength(1), soon)
  expect(smtp.sink.deliveriesTo(refused)).toHaveLength(0)
})

test('A-13 while the SMTP server is down people are answered as ever; mail waits, and goes out when it is back', async () => {
  await smtp.sink.stop()
  const to = `${randomUUID()}@example.org`
  startWorker()
  const answer = await signUp({ email: to, password: 'correct horse battery', name: 'Mina', locale: 'en' }, testClient)
  expect(answer).toEqual({ signUpSecret: expect.any(String) })
  await vi.waitFor(async () => expect((await stateOf(to)).lastError).not.toBeNull(), soon)
  expect(await stateOf(to)).toMatchObject({ state: 'queued', attempts: 1 })

  smtp.sink = await smtp.start(smtp.sink.port)
  await makeDue(to)
  await vi.waitFor(() => expect(smtp.sink.deliveriesTo(to)).toHaveLength(1), soon)
})

test('the waiting time doubles, up to an hour', () => {
  expect([1, 2, 3, 9].map(retrySeconds)).toEqual([10, 20, 40, 2_560])
  expect([10, 80].map(retrySeconds)).toEqual([3_600, 3_600])
})

test('a server that stays away for three days is waited for, and no longer', async () => {
  const to = await queue()
  smtp.answers.set(to, 451)
  await pool.query('UPDATE mails SET attempts = 78 WHERE recipient = $1', [to])
  startWorker()
  await vi.waitFor(async () => expect((await stateOf(to)).lastError).not.toBeNull(), soon)
  expect(await stateOf(to)).toMatchObject({ state: 'queued', attempts: 79 })
  await makeDue(to)
  await vi.waitFor(async () => expect((await stateOf(to)).state).toBe('dead'), soon)
})
