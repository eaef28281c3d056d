import { env } from '@/lib/env'
import { secondsAfter } from '@/lib/sessions/session'
import { deleteUnconfirmed } from './unconfirmed-store'

const KEPT_SECONDS = 7 * 86_400
const BATCH = 1_000

/**
 * Deletes sign-ups that nobody confirmed within a week, in small batches. Whoever signed in, or has a link that is
 * still good, stays; so does everybody where addresses need not be confirmed.
 *
 * @returns how many went
 */
export async function flushUnconfirmed(now: Date = new Date()): Promise<number> {
  if (env.EMAIL_VERIFICATION === 'optional') return 0
  let flushed = 0
  for (let count = BATCH; count === BATCH; flushed += count) {
    count = await deleteUnconfirmed({ before: secondsAfter(now, -KEPT_SECONDS), limit: BATCH, now })
  }
  return flushed
}
