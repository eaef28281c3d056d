import { type Db, db } from '@/lib/db'
import { hashSecret, randomSecret } from '@/lib/encryption'
import { AppError } from '@/lib/errors'
import type { Session } from './session'
import { replaceSecret } from './store'

/**
 * Marks a session as freshly proved and gives it a new secret; the old cookie is dead at once.
 * @throws AppError not_authenticated: the session ended meanwhile
 */
export async function reauthenticateSession(
  { session, method }: { session: Pick<Session, 'id'>; method: string },
  now: Date = new Date(),
  on: Db = db,
): Promise<{ session: Session; secret: string }> {
  const secret = randomSecret()
  const renewed = await replaceSecret(on, { sessionId: session.id, secretHash: hashSecret(secret), method, now })
  if (!renewed) throw new AppError('not_authenticated')
  return { session: renewed, secret }
}
