import { countWaitingMails } from '@/lib/mail/mailbox'
import { countLiveSessions } from '@/lib/sessions/end-sessions'
import { countUsers } from './store'

/** The figures that greet the staff. */
export async function getOverview(now: Date = new Date()) {
  const [users, liveSignIns, waitingMail] = await Promise.all([
    countUsers(),
    countLiveSessions(now),
    countWaitingMails(),
  ])
  return { ...users, liveSignIns, waitingMail }
}
