import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

type Delivery = { from: string; to: string[]; isEncrypted: boolean; raw: string }
type Options = SMTPServerOptions & {
  port?: number
  refuse?: (to: string) => number | undefined
  /**
   * Called with each mail that was taken in, and the name its sender gave itself, before the answer that says so; the
   * answer waits for it.
   */
  onTaken?: (to: string, sender: string) => unknown
}

/** A real SMTP server on loopback that keeps what it is given, or answers with the number `refuse` names. */
export async function startSmtpSink({ port = 0, refuse, onTaken, ...options }: Options = {}) {
  const deliveries: Delivery[] = []
  const attempts: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: !options.key,
    ...options,
    onRcptTo({ address }, _session, callback) {
      attempts.push(address)
      const responseCode = refuse?.(address)
      callback(responseCode ? Object.assign(new Error('refused by the test'), { responseCode }) : null)
    },
    async onData(stream, { envelope, secure, hostNameAppearsAs }, callback) {
      const from = envelope.mailFrom ? envelope.mailFrom.address : ''
      const to = envelope.rcptTo.map(({ address }) => address)
      deliveries.push({ from, to, isEncrypted: secure, raw: await text(stream) })
      for (const recipient of to) await onTaken?.(recipient, hostNameAppearsAs)
      callback()
    },
  })
  // A client that hangs up, as one does on an untrusted certificate, is no fault of this server.
  server.on('error', () => {})
  server.listen(port, 'localhost')
  await once(server.server, 'listening')
  const { port: bound } = server.server.address() as AddressInfo
  return {
    port: bound,
    url: `${options.secure ? 'smtps' : 'smtp'}://localhost:${bound}`,
    attempts,
    deliveries,
    attemptsFor: (to: string) => attempts.filter((address) => address === to).length,
    deliveriesTo: (to: string) => deliveries.filter((delivery) => delivery.to.includes(to)),
    stop: () => new Promise<void>((resolve) => server.close(resolve)),
  }
}

/** What a mail program makes of a mail: its headers, and its text and HTML parts. */
export function readMail(raw: string) {
  const [head = '', ...rest] = raw.split('\r\n\r\n')
  const boundary = /boundary="([^"]+)"/.exec(head)?.[1] ?? 'none'
  const parts = rest.join('\r\n\r\n').split(`--${boundary}`)
  return {
    headers: head
      .replaceAll(/\r\n[ \t]+/g, ' ')
      .split('\r\n')
      .map(decodeWords),
    text: decodePart(parts.find((part) => part.includes('text/plain')) ?? ''),
    html: decodePart(parts.find((part) => part.includes('text/html')) ?? ''),
  }
}

function decodePart(part: string): string {
  const [head = '', ...rest] = part.split('\r\n\r\n')
  const body = rest.join('\r\n\r\n')
  const isBase64 = head.includes('base64')
  const decoded = isBase64 ? Buffer.from(body, 'base64').toString() : decodeQuoted(body.replaceAll('=\r\n', ''))
  return decoded.replaceAll('\r\n', '\n')
}

function decodeQuoted(body: string): string {
  const bytes = body.replace(/=([\dA-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}

// RFC 2047: `=?UTF-8?B?...?=`; the space between two encoded words is none.
function decodeWords(header: string): string {
  return header
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_, encoding: string, word: string) =>
      encoding.toUpperCase() === 'B' ? Buffer.from(word, 'base64').toString() : decodeQuoted(word.replaceAll('_', ' ')),
    )
}
