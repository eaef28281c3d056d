import type { Db } from '@/lib/db'
import { markSignedIn } from './store'

/** Notes the moment as the person's last sign-in, in the transaction that opens the session. */
export function noteSignIn(on: Db, userId: string, now: Date = new Date()): Promise<void> {
  return markSignedIn(on, { userId, now })
}
