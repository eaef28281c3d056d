import { type Db, db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { isRecentlyAuthenticated } from './session'
import { findLiveSession } from './store'

/**
 * Step-up for API clients: the session of the token that asks must have been opened within RECENT_SIGN_IN_SECONDS.
 * @throws AppError recent_sign_in_required
 */
export async function requireRecentSession(
  { userId, sessionId }: { userId: string; sessionId: string | undefined },
  now: Date = new Date(),
  on: Db = db,
): Promise<void> {
  const session = sessionId === undefined ? null : await findLiveSession(on, { userId, sessionId }, now)
  if (!session || !isRecentlyAuthenticated(session, now)) throw new AppError('recent_sign_in_required')
}
