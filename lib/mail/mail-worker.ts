import { setTimeout } from 'node:timers/promises'
import { log } from '@/lib/log'
import { secondsAfter } from '@/lib/sessions/session'
import { claimMail, markFailed, markSent, type OutgoingMail } from './store'
import { isRefusedForGood, openTransport, type Transport } from './transport'

const IDLE_MS = 1_000
// Longer than the slowest exchange that the timeouts of the transport allow, or a second worker would send it as well.
const LEASE_SECONDS = 600
// Three days, as long as most links in our mails live: an SMTP server that is down for a weekend loses nothing.
const MAX_ATTEMPTS = 80
const FIRST_RETRY_SECONDS = 10
const LAST_RETRY_SECONDS = 3_600

/**
 * Sends what the outbox holds until it is stopped; several workers, also in other processes, never take the same mail.
 * A worker that dies after SMTP accepted a mail and before the row says so sends it a second time: SMTP knows no better.
 */
export function startMailWorker(): { stop(): Promise<void> } {
  const transport = openTransport()
  const stopping = new AbortController()
  const done = workUntilStopped(transport, stopping.signal)
  return {
    async stop() {
      stopping.abort()
      await done
      transport.close()
    },
  }
}

async function workUntilStopped(transport: Transport, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    try {
      const mail = await claimMail({ leaseSeconds: LEASE_SECONDS })
      if (mail) await sendMail(transport, mail)
      else await pause(stopping)
    } catch (error) {
      log.warn({ error: messageOf(error) }, 'the outbox could not be read')
      await pause(stopping)
    }
  }
}

async function sendMail(transport: Transport, mail: OutgoingMail, now: Date = new Date()): Promise<void> {
  try {
    await transport.send(mail)
  } catch (error) {
    const isHopeless = isRefusedForGood(error) || mail.attempts >= MAX_ATTEMPTS
    const retryAt = isHopeless ? null : secondsAfter(now, retrySeconds(mail.attempts))
    log.warn({ mail: mail.id, attempts: mail.attempts, error: messageOf(error) }, 'a mail could not be sent')
    return markFailed(mail.id, { error: messageOf(error).slice(0, 500), retryAt })
  }
  await markSent(mail.id, { keepBody: transport.keepsBody, now })
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
