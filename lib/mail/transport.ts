import { createTransport } from 'nodemailer'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import type { OutgoingMail } from './store'

export type Transport = { send(mail: OutgoingMail): Promise<void>; keepsBody: boolean; close(): void }

/** SMTP when SMTP_URL is set; else the mailbox page of the local mode, where a mail only has to stay. */
export function openTransport(url: string | undefined = env.SMTP_URL): Transport {
  return url ? openSmtp(url) : { send: keepInMailbox, keepsBody: true, close: () => {} }
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

function openSmtp(url: string): Transport {
  const transport = createTransport({
    url,
    pool: true,
    requireTLS: env.LATCHKEY_MODE === 'production' && url.startsWith('smtp:'),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    keepsBody: false,
    close: () => transport.close(),
    async send({ id, recipient, subject, text, html }) {
      await transport.sendMail({
        from: env.MAIL_FROM,
        // As an object nothing in the address is parsed again: one recipient, whatever it contains.
        to: { name: '', address: recipient },
        messageId: `<${id}@${new URL(env.AUTH_URL).hostname}>`,
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        ...{ subject, text, html },
      })
    },
  }
}
