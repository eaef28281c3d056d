import { setTimeout } from 'node:timers/promises'
import { createTransport } from 'nodemailer'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import type { OutgoingMail } from './store'

export type Transport = { send(mail: OutgoingMail): Promise<void>; keepsBody: boolean; close(): void }

/** However slowly the server answers, an exchange that is not done by then is broken off. */
export const SEND_SECONDS = 300

/** SMTP when SMTP_URL is set; else the mailbox page of the local mode, where a mail only has to stay. */
export function openTransport(url: string | undefined = env.SMTP_URL, sendSeconds = SEND_SECONDS): Transport {
  return url ? openSmtp(url, sendSeconds) : { send: keepInMailbox, keepsBody: true, close: () => {} }
}

async function keepInMailbox({ id }: OutgoingMail): Promise<void> {
  log.debug({ mail: id }, 'mail kept in the mailbox')
}

/**
 * Whether the server refused this recipient or this mail with a 5xx answer. A refused password or sender is none of
 * that: the mail waits until the settings are right.
 * @see RFC 5321 section 4.2.1
 */
export function isRefusedForGood(error: unknown): boolean {
  if (!(error instanceof Error && 'permanent' in error && 'command' in error)) return false
  return error.permanent === true && (error.command === 'RCPT TO' || error.command === 'DATA')
}

function openSmtp(url: string, sendSeconds: number): Transport {
  let connection = connectSmtp(url)
  return {
    keepsBody: false,
    close: () => connection.close(),
    async send(mail) {
      if (await endsWithin(sendSeconds, connection.sendMail(messageOf(mail)))) return
      connection.close({ force: true })
      connection = connectSmtp(url)
      throw new Error(`The SMTP server was not done after ${sendSeconds} seconds`)
    },
  }
}

/** A pool of connections to the SMTP server; what its address says of timeouts and certificates goes before ours. */
export function connectSmtp(url: string) {
  return createTransport({
    url,
    pool: true,
    // The outbox tries again, and counts; the pool would send at once what the server may have taken already.
    maxRequeues: 0,
    requireTLS: env.LATCHKEY_MODE === 'production' && url.startsWith('smtp:'),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

function messageOf({ id, recipient, subject, text, html }: OutgoingMail) {
  return {
    from: env.MAIL_FROM,
    // As an object nothing in the address is parsed again: one recipient, whatever it contains.
    to: { name: '', address: recipient },
    messageId: `<${id}@${new URL(env.AUTH_URL).hostname}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    ...{ subject, text, html },
  }
}

async function endsWithin(seconds: number, work: Promise<unknown>): Promise<boolean> {
  const timer = new AbortController()
  const late = setTimeout(seconds * 1_000, false, { signal: timer.signal }).catch(() => false)
  try {
    return await Promise.race([work.then(() => true), late])
  } finally {
    timer.abort()
    // Broken off, it fails later, when nobody listens any more.
    work.catch(() => {})
  }
}
