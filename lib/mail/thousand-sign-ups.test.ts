import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { afterAll, expect, test, vi } from 'vitest'
import { confirmEmail } from '@/lib/accounts/confirm-email'
import { signUp } from '@/lib/accounts/sign-up'
import { db, pool } from '@/lib/db'
import { testClient as client } from '@/lib/testing/api'
import { isLong } from '@/lib/testing/long'
import { bundlePrograms } from '@/scripts/bundle.js'
import { startProgram, stopProgram, untilReady } from '@/scripts/processes.js'
import { readMail, startSmtpSink } from './smtp-sink.fixture'

vi.hoisted(() => {
  process.env.RATE_LIMITS = 'off'
})

const PEOPLE = isLong ? 1_000 : 60
const AT_ONCE = 8
const KILLS = 3
const LEASE_SECONDS = 10
const PROGRAM = `.latchkey/test/sender-${randomUUID()}`

const senders = new Map<string, ChildProcess>()
const starts: Promise<void>[] = []
let killed = 0

// Killed in the one moment that nobody can make safe: SMTP has taken the mail, and the row does not say so yet.
const sink = await startSmtpSink({
  onTaken(_, name) {
    const isTime = sink.deliveries.length >= ((killed + 1) * PEOPLE) / (KILLS + 1)
    if (!isTime || killed === KILLS || !senders.get(name)?.kill('SIGKILL')) return
    killed += 1
    senders.delete(name)
    starts.push(startSender())
  },
})

async function startSender(): Promise<void> {
  const name = `sender-${senders.size}-${randomUUID()}`
  const env = { SMTP_URL: `${sink.url}?name=${name}`, TEST_LEASE_SECONDS: String(LEASE_SECONDS) }
  const sender = startProgram(`${PROGRAM}/sender.js`, { env })
  senders.set(name, sender)
  await untilReady(sender, name)
}

afterAll(async () => {
  await Promise.all([...senders.values()].map(stopProgram))
  await sink.stop()
  rmSync(PROGRAM, { recursive: true, force: true })
})

async function signUpOne(): Promise<{ email: string; signUpSecret: string }> {
  const email = `${randomUUID()}@example.org`
  const { signUpSecret } = await signUp(
    { email, password: 'yellow lantern harbour', name: 'Mina', locale: 'en' },
    client,
  )
  return { email, signUpSecret }
}

async function signUpAll() {
  const people: Awaited<ReturnType<typeof signUpOne>>[] = []
  while (people.length < PEOPLE) {
    const count = Math.min(AT_ONCE, PEOPLE - people.length)
    people.push(...(await Promise.all(Array.from({ length: count }, signUpOne))))
  }
  return people
}

test('D-18 of the mails of many sign-ups none is lost, and none sent twice but one for each sender that is killed', {
  timeout: 300_000,
}, async () => {
  await bundlePrograms(PROGRAM, { sender: './lib/mail/sender.fixture.ts' })
  await Promise.all([startSender(), startSender()])
  const people = await signUpAll()
  await vi.waitFor(async () => expect(await db.mail.count({ where: { state: 'queued' } })).toBe(0), {
    timeout: 200_000,
    interval: 200,
  })
  await Promise.all(starts)
  expect(killed).toBe(KILLS)

  const identifiers = new Set(sink.deliveries.map(({ raw }) => /^Message-ID: .*$/im.exec(raw)?.[0]))
  expect(identifiers.size).toBe(PEOPLE)
  expect(sink.deliveries.length - PEOPLE).toBeLessThanOrEqual(KILLS)

  for (const { email, signUpSecret } of people) {
    const { text } = readMail(sink.deliveriesTo(email)[0]?.raw ?? '')
    const token = /token=([\w-]+)/.exec(text)?.[1] ?? ''
    expect(await confirmEmail({ token, signUpSecret }, client)).toEqual({ email })
  }
  const { rows } = await pool.query("SELECT count(*)::int AS bodies FROM mails WHERE text <> '' OR html <> ''")
  expect(rows).toEqual([{ bodies: 0 }])
})
