import { type Db, db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { secondsAfter } from '@/lib/sessions/session'
import { lockHeldUntil, setHeldUntil } from './address-store'

const HOLD_SECONDS = 72 * 3600

/** From now on nothing risky is done to the account for three days: whoever was in it may still know a way. */
export async function holdAccount(tx: Db, userId: string, now: Date): Promise<void> {
  await setHeldUntil(tx, { userId, until: secondsAfter(now, HOLD_SECONDS) })
}

/** Whether a change was undone there a short time ago. */
export async function isHeld(userId: string, now: Date): Promise<boolean> {
  const until = await lockHeldUntil(db, userId)
  return until !== null && until > now
}

/**
 * Whether an address may be mailed what opens the account: while it is held the main one only, since a further one may be
 * the thief's. Locks the person as requireNoHold does.
 */
export async function mayMailWayIn(
  tx: Db,
  { user, email }: { user: { id: string; email: string }; email: string },
  now: Date,
): Promise<boolean> {
  const until = await lockHeldUntil(tx, user.id)
  return user.email === email || !until || until <= now
}

/**
 * Refuses a risky act on an account in which a change was undone a short time ago; asked in the transaction of the act,
 * where it locks the person, so that an undoing at the same moment is seen.
 * @throws AppError account_held: with the seconds until it may be done
 */
export async function requireNoHold(userId: string, now: Date, on: Db = db): Promise<void> {
  const until = await lockHeldUntil(on, userId)
  if (!until || until <= now) return
  const retryAfterSeconds = Math.ceil((until.getTime() - now.getTime()) / 1000)
  throw new AppError('account_held', { retryAfterSeconds, userId })
}
