import { randomUUID } from 'node:crypto'
import { generate } from 'selfsigned'
import { expect, onTestFinished, test, vi } from 'vitest'
import { readMail, startSmtpSink } from './smtp-sink.fixture'
import type { OutgoingMail } from './store'
import { isRefusedForGood, openTransport } from './transport'

vi.hoisted(() => {
  process.env.LATCHKEY_MODE = 'production'
})

const certificate = await generate([{ name: 'commonName', value: 'localhost' }], {
  keyType: 'ec',
  algorithm: 'sha256',
  extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
})
const tls = { key: certificate.private, cert: certificate.cert }
const trusting = `?tls.ca=${encodeURIComponent(certificate.cert)}`

const newMail = (changes: Partial<OutgoingMail> = {}): OutgoingMail => ({
  ...{ id: randomUUID(), recipient: 'owner@example.org', attempts: 1 },
  ...{ subject: 'Hello', text: 'As text', html: '<p>As HTML</p>', ...changes },
})

async function startSink(options: Parameters<typeof startSmtpSink>[0]) {
  const sink = await startSmtpSink(options)
  onTestFinished(() => sink.stop())
  return sink
}

async function send(url: string, mail = newMail()): Promise<void> {
  const transport = openTransport(url)
  onTestFinished(() => transport.close())
  await transport.send(mail)
}

test.each([
  ['smtps://', { ...tls, secure: true }],
  ['smtp:// with STARTTLS', tls],
])('%s carries mail encrypted to a server whose certificate is trusted', async (_, options) => {
  const sink = await startSink(options)
  await send(sink.url + trusting)
  expect(sink.deliveriesTo('owner@example.org')).toMatchObject([{ isEncrypted: true }])
})

test.each([
  ['smtps://', { ...tls, secure: true }],
  ['smtp:// with STARTTLS', tls],
])('%s gives no mail to a server whose certificate nobody trusts', async (_, options) => {
  const sink = await startSink(options)
  await expect(send(sink.url)).rejects.toThrow(/self-signed certificate/)
  expect(sink.attemptsFor('owner@example.org')).toBe(0)
})

test('production gives no mail to a server that cannot encrypt', async () => {
  const sink = await startSink({ disabledCommands: ['STARTTLS'] })
  await expect(send(sink.url)).rejects.toThrow(/STARTTLS/)
  expect(sink.attemptsFor('owner@example.org')).toBe(0)
})

test.each(['Hi\r\nBcc: victim@example.org', 'Hi\nBcc: victim@example.org', 'Hi\rBcc: victim@example.org'])(
  'a line end in a subject begins no header: %j',
  async (subject) => {
    const sink = await startSink(tls)
    await send(sink.url + trusting, newMail({ subject }))
    const [delivery] = sink.deliveriesTo('owner@example.org')
    const { headers } = readMail(delivery?.raw ?? '')
    expect(headers).toContain('Subject: Hi Bcc: victim@example.org')
    expect(headers.filter((header) => header.startsWith('Bcc'))).toEqual([])
    expect(delivery?.to).toEqual(['owner@example.org'])
  },
)

test.each([
  'owner@example.org\r\nBcc: victim@example.org',
  'owner@example.org\r\nRCPT TO:<victim@example.org>',
  'owner@example.org>\nRCPT TO:<victim@example.org',
  'owner@example.org,victim@example.org',
  'owner@example.org, Victim <victim@example.org>',
  '"victim@example.org"@example.com',
  'Victim <victim@example.org>',
])('R-06 an address made to be read in two ways never reaches the second reading: %j', async (recipient) => {
  const sink = await startSink(tls)
  await send(sink.url + trusting, newMail({ recipient })).catch(() => {})
  expect(sink.attempts.length).toBeLessThanOrEqual(1)
  expect(sink.attempts).not.toContain('victim@example.org')
})

test('a mail says that a program wrote it, and has one identifier however often it is sent', async () => {
  const sink = await startSink(tls)
  const mail = newMail()
  for (let sent = 0; sent < 2; sent++) await send(sink.url + trusting, mail)
  for (const { raw } of sink.deliveriesTo('owner@example.org')) {
    const identifier = `Message-ID: <${mail.id}@localhost>`
    expect(readMail(raw).headers).toEqual(expect.arrayContaining([identifier, 'Auto-Submitted: auto-generated']))
  }
})

test.each([
  [550, true],
  [451, false],
  [421, false],
])('a recipient refused with %i is refused for good: %s', async (code, isForGood) => {
  const sink = await startSink({ ...tls, refuse: () => code })
  const error = await send(sink.url + trusting).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(Error)
  expect(isRefusedForGood(error)).toBe(isForGood)
})

test('a password that the SMTP server refuses is no refusal of the mail', async () => {
  const sink = await startSink({ ...tls, onAuth: (_auth, _session, callback) => callback(new Error('no such user')) })
  const url = sink.url.replace('://', '://us:wrong@') + trusting
  const error = await send(url).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ responseCode: 535 })
  expect(isRefusedForGood(error)).toBe(false)
})
