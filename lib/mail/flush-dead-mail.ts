import { secondsAfter } from '@/lib/sessions/session'
import { emptyDeadMails } from './outbox-store'

/** As long as most links in our mails live: after this a retry could deliver little but disappointment. */
export const DEAD_MAIL_SECONDS = 7 * 86_400
const BATCH = 500

/** Empties dead letters that nobody had sent again in time; who was meant, and why it failed, stays. */
export async function flushDeadMail(now: Date = new Date()): Promise<number> {
  const before = secondsAfter(now, -DEAD_MAIL_SECONDS)
  let flushed = 0
  for (let count = BATCH; count === BATCH; flushed += count) count = await emptyDeadMails({ before, limit: BATCH })
  return flushed
}
