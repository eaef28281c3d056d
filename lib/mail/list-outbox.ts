import { z } from 'zod'
import { canonicalEmail } from '@/lib/accounts/email'
import { secondsAfter } from '@/lib/sessions/session'
import { DEAD_MAIL_SECONDS } from './flush-dead-mail'
import { countDeadWithBody, findMailPage, type ListedMail } from './outbox-store'

export const mailStates = ['queued', 'sent', 'dead'] as const

const PAGE_SIZE = 50

/** What the list is asked for; a value that makes no sense counts as not given. */
export const outboxFilterSchema = z.object({
  recipient: z.string().trim().min(1).max(254).transform(canonicalEmail).optional().catch(undefined),
  state: z.enum(mailStates).optional().catch(undefined),
  before: z.uuid().optional().catch(undefined),
})

export type OutboxFilter = z.output<typeof outboxFilterSchema>
export type OutboxMail = ListedMail & { canRetry: boolean }

/**
 * Lists the outbox for the staff, the newest mail first, a page at a time; never what a mail says.
 * @returns `next` is what to ask for the page after it; `retryable` how many dead letters can be sent again
 */
export async function listOutbox(
  { recipient, state, before }: OutboxFilter,
  { limit = PAGE_SIZE, now = new Date() }: { limit?: number; now?: Date } = {},
): Promise<{ mails: OutboxMail[]; next: string | null; retryable: number }> {
  const [rows, retryable] = await Promise.all([
    findMailPage({ recipient, state, before }, limit + 1),
    countDeadWithBody(),
  ])
  const mails = rows.slice(0, limit).map((mail) => ({ ...mail, canRetry: hasBody(mail, now) }))
  return { mails, next: rows.length > limit ? (mails.at(-1)?.id ?? null) : null, retryable }
}

function hasBody({ state, givenUpAt }: ListedMail, now: Date): boolean {
  return state === 'dead' && givenUpAt !== null && givenUpAt > secondsAfter(now, -DEAD_MAIL_SECONDS)
}
