import { secondsAfter } from '@/lib/sessions/session'
import { countOutbox } from './outbox-store'

const OVERDUE_SECONDS = 900

/** Whether somebody empties the outbox: mail that has been due for a quarter of an hour is overdue. */
export function getOutboxState(now: Date = new Date()) {
  return countOutbox(secondsAfter(now, -OVERDUE_SECONDS))
}
