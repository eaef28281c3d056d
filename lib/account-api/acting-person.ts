import { findPerson, type Person } from '@/lib/accounts/find-person'
import { AppError } from '@/lib/errors'
import type { JsonRequest } from '@/lib/http/json-request'
import type { RouteContext } from '@/lib/http/json-route'
import { requireRecentSession } from '@/lib/sessions/require-recent-session'
import { type ApiSignIn, authenticateAccessToken, readBearer } from '@/lib/tokens/authenticate-bearer'

export type ActingContext = RouteContext<ApiSignIn>

/** Finds who asks, by an access token alone: a personal access token has no say in the account itself. */
export function authenticateActing({ headers }: JsonRequest): Promise<ApiSignIn> {
  return authenticateAccessToken(readBearer(headers.get('authorization')))
}

/**
 * The person who does something risky, after a sign-in that is recent enough for it.
 * @throws AppError recent_sign_in_required
 */
export async function requireActing({ user, sessionId }: ApiSignIn): Promise<Person> {
  await requireRecentSession({ userId: user.id, sessionId }, new Date())
  const person = await findPerson(user.id)
  if (!person) throw new AppError('not_authenticated')
  return person
}
