import { setTimeout } from 'node:timers/promises'
import { log } from '@/lib/log'
import { secondsAfter } from '@/lib/sessions/session'
import { claimMail, markFailed, markSent, type OutgoingMail } from './store'
import { isRefusedForGood, openTransport, SEND_SECONDS, type Transport } from './transport'

const IDLE_MS = 1_000
// Longer than the transport lets an exchange take, or a second worker would send the mail as well.
const LEASE_SECONDS = 2 * SEND_SECONDS
// Three days, as long as most links in our mails live: an SMTP server that is down for a weekend loses nothing.
const MAX_ATTEMPTS = 80
const FIRST_RETRY_SECONDS = 10
const LAST_RETRY_SECONDS = 3_600

/**
 * Sends what the outbox holds until it is stopped; several workers, also in other processes, never take the same mail.
 * A worker that dies after SMTP accepted a mail and before the row says so sends it a second time: SMTP knows no better.
 */
export function startMailWorker({ leaseSeconds = LEASE_SECONDS } = {}): { stop(): Promise<void> } {
  const transport = openTransport()
  const stopping = new AbortController()
  const done = workUntilStopped({ transport, leaseSeconds }, stopping.signal)
  return {
    async stop() {
      stopping.abort()
      await done
      transport.close()
    },
  }
}

type Means = { transport: Transport; leaseSeconds: number }

async function workUntilStopped({ transport, leaseSeconds }: Means, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    try {
      const mail = await claimMail({ leaseSeconds })
      if (mail) await sendMail(transport, mail)
      else await pause(stopping)
    } catch (error) {
      log.warn({ error: messageOf(error) }, 'the outbox could not be read')
      await pause(stopping)
    }
  }
}

/** Makes one attempt, and writes down what came of it. */
export async function sendMail(transport: Transport, mail: OutgoingMail, now: Date = new Date()): Promise<void> {
  try {
    await transport.send(mail)
  } catch (fault) {
    const isHopeless = isRefusedForGood(fault) || mail.attempts >= MAX_ATTEMPTS
    const retryAt = isHopeless ? null : secondsAfter(now, retrySeconds(mail.attempts))
    const error = withoutSecrets(messageOf(fault)).slice(0, 500)
    log.warn(
      { mail: mail.id, attempts: mail.attempts, error: withoutAddresses(error, mail) },
      'a mail could not be sent',
    )
    return markFailed(mail, { error, retryAt, now })
  }
  await markSent(mail, { keepBody: transport.keepsBody, now })
}

// Servers that refuse a mail for its link repeat the link.
function withoutSecrets(answer: string): string {
  return answer.replace(/[\w-]{32,}/g, '…')
}

// They repeat the recipient too, whom the row names already and the log should not.
function withoutAddresses(answer: string, { recipient }: OutgoingMail): string {
  return answer.replaceAll(recipient, '…').replace(/[^\s<>()[\]"',;:]+@[^\s<>()"',;]+/g, '…')
}

/** Seconds until the next attempt: doubled each time, an hour at most. */
export function retrySeconds(attempts: number): number {
  return Math.min(LAST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2 ** (attempts - 1))
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

async function pause(stopping: AbortSignal): Promise<void> {
  await setTimeout(IDLE_MS, undefined, { signal: stopping }).catch(() => {})
}
