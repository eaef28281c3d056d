import type { SMTPServerOptions } from 'smtp-server'
import { expect, onTestFinished, test } from 'vitest'
import { db, pool } from '@/lib/db'
import { env } from '@/lib/env'
import { startRedis } from '@/lib/limits/redis-server.fixture'
import { startSmtpSink } from '@/lib/mail/smtp-sink.fixture'
import { createDatabase, dropDatabase } from '@/lib/testing/databases'
import { startIssuer } from '@/lib/testing/issuer'
import { buildCommandLine, productionSettings } from './command-line.fixture'

const PASSWORD = 'p%40ss-of-the-mail-server'
const run = await buildCommandLine()
const runDoctor = (settings: Record<string, string> = {}) => run(['doctor'], settings)

async function startSink(options: Parameters<typeof startSmtpSink>[0] = {}) {
  const sink = await startSmtpSink(options)
  onTestFinished(() => sink.stop())
  return sink
}

const asking: SMTPServerOptions = {
  allowInsecureAuth: true,
  onAuth: ({ password }, _, callback) => {
    if (password === decodeURIComponent(PASSWORD)) callback(null, { user: 'us' })
    else callback(new Error(`${password} is wrong`))
  },
}
const signedIn = (url: string, password = PASSWORD) => url.replace('://', `://us:${password}@`)

test('where all is well each check has a line that says so', async () => {
  const sink = await startSink(asking)
  const { code, lines } = await runDoctor({ SMTP_URL: signedIn(sink.url) })
  expect(lines).toEqual([
    expect.stringMatching(/^ok +settings +local mode$/),
    expect.stringMatching(/^ok +mail +localhost:\d+ takes mail of ours$/),
    expect.stringMatching(/^ok +database +PostgreSQL \d+/),
    expect.stringMatching(/^ok +migrations +all applied$/),
    expect.stringMatching(/^ok +outbox +0 waiting, 0 given up$/),
    expect.stringMatching(/^ok +jobs +none failed$/),
    expect.stringMatching(/^ok +limits +counted in the database: REDIS_URL is not set$/),
  ])
  expect(code).toBe(0)
})

test('local mode without an SMTP server is well', async () => {
  const { code, lines } = await runDoctor({ SMTP_URL: '' })
  expect(lines[1]).toMatch(/^ok +mail +kept on the page/)
  expect(code).toBe(0)
})

test('an SMTP server that is down is a fault that says what to look at, and no secret', async () => {
  const sink = await startSmtpSink()
  await sink.stop()
  const { code, lines } = await runDoctor({ SMTP_URL: signedIn(sink.url) })
  expect(lines[1]).toMatch(/^fault +mail .*ECONNREFUSED.* Check the host and the port in SMTP_URL/)
  expect(lines.join()).not.toContain('ss-of-the-mail-server')
  expect(lines).toHaveLength(7)
  expect(code).toBe(1)
})

test('a password that the SMTP server refuses is a fault, and not shown, though the server repeats it', async () => {
  const sink = await startSink(asking)
  const { code, lines } = await runDoctor({ SMTP_URL: signedIn(sink.url, 'another-secret') })
  expect(lines[1]).toMatch(/^fault +mail .*… is wrong.* Check the user and the password/)
  expect(lines.join()).not.toContain('another-secret')
  expect(code).toBe(1)
})

test('an SMTP server that cannot encrypt is a fault in production', async () => {
  const sink = await startSink({ disabledCommands: ['STARTTLS'] })
  const { code, lines } = await runDoctor({ ...productionSettings(), SMTP_URL: sink.url })
  expect(lines[0]).toMatch(/^ok +settings +production mode$/)
  expect(lines[1]).toMatch(/^fault +mail .*STARTTLS/)
  expect(code).toBe(1)
})

test('without the database what needs it is not looked at', async () => {
  const { code, lines } = await runDoctor({ DATABASE_URL: 'postgres://us:database-secret@localhost:1/nothing' })
  expect(lines[2]).toMatch(/^fault +database .*ECONNREFUSED.* Is PostgreSQL running, and DATABASE_URL right\?$/)
  expect(lines[3]).toMatch(/^fault +migrations +not looked at: database comes first$/)
  expect(lines.join()).not.toContain('database-secret')
  expect(code).toBe(1)
})

test('a database that nobody migrated is a fault that says how to', async () => {
  const DATABASE_URL = await createDatabase(`${new URL(env.DATABASE_URL).pathname.slice(1)}_empty`)
  onTestFinished(() => dropDatabase(DATABASE_URL))
  const { code, lines } = await runDoctor({ DATABASE_URL })
  expect(lines[3]).toMatch(/^fault +migrations +missing: all of them\. Run `npm run latchkey -- migrate`/)
  expect(code).toBe(1)
})

test('mail that nobody sends and a job that fails are faults', async () => {
  await pool.query(`INSERT INTO mails (id, recipient, template, locale, subject, text, html, next_attempt_at)
    VALUES (gen_random_uuid(), 'mina@example.org', 'x', 'en', '', 'x', 'x', now() - interval '1 hour')`)
  await db.scheduledJob.create({ data: { name: 'seal-audit', lastFault: 'the head was altered' } })
  const { code, lines } = await runDoctor()
  expect(lines[4]).toMatch(/^fault +outbox +1 waiting, 0 given up, 1 overdue\. Is the server running\?/)
  expect(lines[5]).toMatch(/^fault +jobs +seal-audit failed: the head was altered$/)
  expect(code).toBe(1)
})

test('a Redis that answers is well, and one that is down is a fault that says what to look at, and no secret', async () => {
  const redis = await startRedis()
  onTestFinished(redis.stop)
  const found = await runDoctor({ REDIS_URL: redis.url })
  expect(found.lines[6]).toMatch(/^ok +limits +counted in (Redis|Valkey) \d+\.\d+/)
  await redis.stop()
  const { code, lines } = await runDoctor({ REDIS_URL: redis.url.replace('://', '://:redis-secret@') })
  expect(lines[6]).toMatch(/^fault +limits +.*ECONNREFUSED.* Is Redis or Valkey running, and REDIS_URL right\?$/)
  expect(lines.join()).not.toContain('redis-secret')
  expect(code).toBe(1)
})

test('each provider has a line, and one whose keys are wrong says so, without its secret', async () => {
  const issuer = await startIssuer()
  onTestFinished(() => void issuer.close())
  issuer.answers.set('/token', (_, response) => response.writeHead(401).end('{"error":"invalid_client"}'))
  const keys = { clientId: 'our-client', clientSecret: 'secret-of-acme' }
  const OPENID_PROVIDERS = JSON.stringify([{ id: 'acme', name: 'Acme', issuer: issuer.origin, ...keys }])
  const { code, lines } = await runDoctor({ OPENID_PROVIDERS })
  expect(lines.at(-2)).toMatch(/^fault +acme +Client id and secret: The provider refuses/)
  expect(lines.at(-1)).toMatch(/^note +browser +the proxy and a test sign-in are tried at http:\S+\/admin\/providers/)
  expect(lines.join()).not.toContain(keys.clientSecret)
  expect(code).toBe(1)
  issuer.answers.set('/token', (_, response) => response.writeHead(400).end('{"error":"invalid_grant"}'))
  issuer.answers.set('/authorize', (_, response) => response.end())
  expect((await runDoctor({ OPENID_PROVIDERS })).lines.at(-2)).toMatch(/^ok +acme +keys, discovery, .*: fine$/)
})

test('keys of the admin page that cannot be used are a fault that says why', async () => {
  const keys = { kind: 'openid', name: 'Acme', clientId: 'our-client', clientSecret: 'v1.00000000.AAAA' }
  await db.socialApp.createMany({
    data: [
      { ...keys, provider: 'moved', issuer: 'http://localhost:3001/oidc' },
      { ...keys, provider: 'lost', issuer: 'https://id.acme.test' },
    ],
  })
  const { code, lines } = await runDoctor({ ...productionSettings(), SMTP_URL: 'smtps://localhost:1' })
  await db.socialApp.deleteMany()
  expect(lines).toContainEqual(
    expect.stringMatching(/^fault +moved +Keys: The issuer http:\S+ is not https or is this machine/),
  )
  expect(lines).toContainEqual(expect.stringMatching(/^fault +lost +Keys: The secret was encrypted with a key that/))
  expect(code).toBe(1)
})

test('a public address that does not lead here is a fault in production', async () => {
  const { lines } = await runDoctor({ ...productionSettings(), SMTP_URL: 'smtps://localhost:1' })
  expect(lines.at(-1)).toMatch(/^fault +origin +AUTH_URL: .*0\.0\.0\.0:1 cannot be reached from here/)
})

test('settings that cannot be read are named, all at once', async () => {
  const { code, lines } = await runDoctor({ AUTH_SECRET: '', AUTH_URL: 'nowhere' })
  expect(lines).toEqual([expect.stringMatching(/^fault +settings .*AUTH_URL.*AUTH_SECRET/)])
  expect(code).toBe(1)
})
