import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, onTestFinished, test, vi } from 'vitest'
import { db, pool } from '@/lib/db'
import { startMailWorker } from './mail-worker'
import { queueMail } from './queue-mail'
import { isRefusedForGood, openTransport } from './transport'

const smtp = await vi.hoisted(async () => {
  const { startSmtpSink } = await import('./smtp-sink.fixture')
  const { processWide } = await import('@/lib/process-wide')
  const logged: string[] = []
  processWide('log-destination', () => ({ write: (line: string) => logged.push(line), flush() {} }))
  process.env.LOG_LEVEL = 'warn'
  const refusals = new Map<string, (attempt: number) => number | undefined>()
  const delays = new Map<string, Promise<unknown>>()
  const seen = new Map<string, number>()
  const refuse = (to: string) => {
    seen.set(to, (seen.get(to) ?? 0) + 1)
    return refusals.get(to)?.(seen.get(to) ?? 0)
  }
  const sink = await startSmtpSink({ refuse, onTaken: (to) => delays.get(to) })
  process.env.SMTP_URL = `${sink.url}?socketTimeout=1000&greetingTimeout=300`
  return { sink, refusals, delays, logged }
})
afterAll(() => smtp.sink.stop())

const soon = { timeout: 10_000, interval: 50 }
const stateOf = (recipient: string) => db.mail.findFirstOrThrow({ where: { recipient } })
const makeDue = (recipient: string) =>
  pool.query('UPDATE mails SET next_attempt_at = now() WHERE recipient = $1', [recipient])

async function queue(): Promise<string> {
  const to = `${randomUUID()}@example.org`
  await queueMail(db, { to, template: 'refresh-reuse', locale: 'en', data: {} })
  return to
}

function startWorker() {
  const worker = startMailWorker()
  onTestFinished(() => worker.stop())
}

const failedOnce = (to: string) =>
  vi.waitFor(async () => {
    const mail = await stateOf(to)
    expect(mail.lastError).not.toBeNull()
    return mail
  }, soon)

test('a server that greylists, refusing who it has not seen yet, has the mail at the second attempt', async () => {
  const to = await queue()
  smtp.refusals.set(to, (attempt) => (attempt === 1 ? 450 : undefined))
  startWorker()
  expect(await failedOnce(to)).toMatchObject({ state: 'queued', attempts: 1 })
  await makeDue(to)
  await vi.waitFor(async () => expect(await stateOf(to)).toMatchObject({ state: 'sent', attempts: 2 }), soon)
  expect(smtp.sink.deliveriesTo(to)).toHaveLength(1)
})

test('a slow server that answers in time gets each mail once', async () => {
  const to = await queue()
  smtp.delays.set(to, sleep(700))
  startWorker()
  await vi.waitFor(async () => expect((await stateOf(to)).state).toBe('sent'), soon)
  expect(smtp.sink.attemptsFor(to)).toBe(1)
})

test('a server slower than the timeouts is asked again later; what it took twice has one identifier', async () => {
  const to = await queue()
  smtp.delays.set(to, sleep(60_000, undefined, { ref: false }))
  startWorker()
  expect(await failedOnce(to)).toMatchObject({ state: 'queued', attempts: 1 })
  expect(smtp.sink.attemptsFor(to)).toBe(1)

  smtp.delays.delete(to)
  await makeDue(to)
  await vi.waitFor(async () => expect((await stateOf(to)).state).toBe('sent'), soon)
  const identifiers = smtp.sink.deliveriesTo(to).map(({ raw }) => /^Message-ID: .*$/im.exec(raw)?.[0])
  expect(identifiers).toHaveLength(2)
  expect(identifiers[0]).toBe(identifiers[1])
})

test('an answer that repeats the link it refuses leaves no link behind', async () => {
  const to = `${randomUUID()}@example.org`
  const token = 'k'.repeat(43)
  const url = `https://accounts.example.com/verify-email?token=${token}`
  await queueMail(db, { to, template: 'confirm-email', locale: 'en', data: { name: 'Mina', url } })
  const { id, attempts } = await stateOf(to)
  const fault = Object.assign(new Error(`550 5.7.1 ${url} is on a list`), { permanent: true, command: 'DATA' })
  expect(isRefusedForGood(fault)).toBe(true)
  const { sendMail } = await import('./mail-worker')
  const transport = { send: () => Promise.reject(fault), keepsBody: false, close: () => {} }
  await sendMail(transport, { id, attempts, recipient: to, subject: '', text: '', html: '' })
  const { lastError, state } = await stateOf(to)
  expect(state).toBe('dead')
  expect(lastError).toContain('is on a list')
  expect(lastError).not.toContain(token)
})

test.each([
  ['Mina.Kim@example.org', '<mina.kim@example.org>: Recipient address rejected: User unknown'],
  ['mina+shop@example.org', "no such user 'MINA+SHOP@EXAMPLE.ORG' (for mina+shop@example.org)"],
  ['mina@example.org', 'mina=example.org@relay.example.net, RFC822;mina@xn--9n2bp8q.example is full'],
])('a refusal that names %s is logged without the address, and told to the staff in full', async (to, answer) => {
  await queueMail(db, { to, template: 'refresh-reuse', locale: 'en', data: {} })
  const { id, attempts } = await stateOf(to)
  const transport = {
    send: () => Promise.reject(new Error(`550 5.1.1 ${answer}`)),
    keepsBody: false,
    close: () => {},
  }
  const { sendMail } = await import('./mail-worker')
  await sendMail(transport, { id, attempts, recipient: to, subject: '', text: '', html: '' })
  const lines = smtp.logged.filter((line) => line.includes(id)).join()
  expect(lines).toContain('550 5.1.1')
  expect(lines).not.toMatch(/@|mina/i)
  expect((await stateOf(to)).lastError).toContain(answer)
})

async function startMute(): Promise<number> {
  const sockets = new Set<{ destroy(): void }>()
  const server = createServer((socket) => sockets.add(socket))
  server.listen(0, 'localhost')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

const letter = { id: randomUUID(), recipient: 'mute@example.org', attempts: 1, subject: 'Hi', text: 'Hi', html: 'Hi' }

test('a server that takes the connection and says nothing is given up on', async () => {
  const transport = openTransport(`smtp://localhost:${await startMute()}?greetingTimeout=300`)
  onTestFinished(() => transport.close())
  await expect(transport.send(letter)).rejects.toThrow(/Greeting never received/)
})

test('an exchange ends in the time it has, however slowly the server goes on', async () => {
  const transport = openTransport(`smtp://localhost:${await startMute()}`, 0.3)
  onTestFinished(() => transport.close())
  for (let attempt = 0; attempt < 2; attempt += 1) {
    await expect(transport.send(letter)).rejects.toThrow('not done after 0.3 seconds')
  }
})

test('a worker that was held up past its lease changes nothing any more', async () => {
  const { claimMail, markFailed, markSent } = await import('./store')
  const to = await queue()
  const late = await claimMail({ leaseSeconds: 0 })
  const next = await claimMail({ leaseSeconds: 600 })
  if (!late || !next) throw new Error('there was no mail to take')
  expect([late.recipient, next.recipient]).toEqual([to, to])
  await markFailed(late, { error: 'late', retryAt: null, now: new Date() })
  await markSent(late, { keepBody: false, now: new Date() })
  expect(await stateOf(to)).toMatchObject({ state: 'queued', lastError: null, attempts: 2 })
  await markSent(next, { keepBody: false, now: new Date() })
  expect((await stateOf(to)).state).toBe('sent')
})
