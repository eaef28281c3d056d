import { setTimeout } from 'node:timers/promises'
import { z } from 'zod'
import { type Db, inTransaction } from '@/lib/db'
import { log } from '@/lib/log'
import type { Client } from '@/lib/sessions/client'
import { secondsAfter } from '@/lib/sessions/session'
import type { MailRequestKind } from './ask-for-mail'
import { dropMailRequest, type MailRequest, postponeMailRequest, takeMailRequest } from './mail-request-store'
import { mailResetLink } from './request-password-reset'
import { mailConfirmationAgain, mailConfirmationAgainByApi } from './resend-confirmation'
import { mailSignInCode, mailSignInCodeByApi } from './sign-in-by-code'

const IDLE_MS = 500
const RETRY_SECONDS = 60
const MAX_ATTEMPTS = 10

export type Answer = (
  tx: Db,
  request: { email: string; locale: string; client: Client; browserHash?: string | undefined },
  now: Date,
) => Promise<void>

const answers: Record<MailRequestKind, Answer> = {
  reset_password: mailResetLink,
  resend_confirmation: mailConfirmationAgain,
  resend_confirmation_by_api: mailConfirmationAgainByApi,
  sign_in_code: mailSignInCode,
  sign_in_code_by_api: mailSignInCodeByApi,
}

const dataSchema = z.object({
  client: z.object({ ip: z.string(), userAgent: z.string(), requestId: z.string() }),
  browserHash: z.string().optional(),
})

/** Answers requests for mail until it is stopped; several workers, also in other processes, never answer the same. */
export function startMailRequestWorker(): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const done = workUntilStopped(stopping.signal)
  return {
    stop() {
      stopping.abort()
      return done
    },
  }
}

async function workUntilStopped(stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    const answered = await answerMailRequests(stopping).catch((error: unknown) => {
      log.warn({ error }, 'the requests for mail could not be read')
      return 0
    })
    if (answered === 0) await setTimeout(IDLE_MS, undefined, { signal: stopping }).catch(() => {})
  }
}

/** Answers what is due, until it is to stop. @returns how many there were */
export async function answerMailRequests(stopping?: AbortSignal): Promise<number> {
  let count = 0
  while (!stopping?.aborted && (await answerMailRequest())) count += 1
  return count
}

/**
 * Answers the next request that is due.
 * @param now moment from which what it mails lives: of a long queue, each request has its own
 * @returns false where none is due
 */
export async function answerMailRequest(now: Date = new Date()): Promise<boolean> {
  let taken: MailRequest | null = null
  try {
    return await inTransaction(async (tx) => {
      taken = await takeMailRequest(tx)
      if (taken) await answer(tx, taken, now)
      return taken !== null
    })
  } catch (error) {
    if (!taken) throw error
    await postpone(taken, error, now)
    return true
  }
}

function answer(tx: Db, { kind, email, locale, data }: MailRequest, now: Date): Promise<void> {
  const { client, browserHash } = dataSchema.parse(data)
  return answers[kind as MailRequestKind](tx, { email, locale, client, browserHash }, now)
}

// The transaction that failed has left the request where it was.
async function postpone({ id, kind, attempts }: MailRequest, error: unknown, now: Date): Promise<void> {
  log.error({ error, request: id, kind, attempts }, 'a request for mail could not be answered')
  if (attempts + 1 >= MAX_ATTEMPTS) await dropMailRequest(id)
  else await postponeMailRequest(id, secondsAfter(now, RETRY_SECONDS))
}
