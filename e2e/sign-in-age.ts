import { db } from '@/lib/db'

const PAST_RECENT_MS = 11 * 60_000

/** Turns the clock back for a person's sign-ins: none is recent enough for a risky act any more. */
export function makeSignInsOld(userId: string): Promise<unknown> {
  return setSignInAt(userId, new Date(Date.now() - PAST_RECENT_MS))
}

export function setSignInAt(userId: string, authenticatedAt: Date): Promise<unknown> {
  return db.session.updateMany({ where: { userId }, data: { authenticatedAt } })
}
