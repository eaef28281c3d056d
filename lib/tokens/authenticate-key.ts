import { findApiUser } from '@/lib/accounts/find-api-user'
import { AppError } from '@/lib/errors'
import type { Client } from '@/lib/sessions/client'
import { findKeySignIn } from '@/lib/sessions/find-key-sign-in'
import type { ApiSignIn } from './authenticate-bearer'

/**
 * Finds the person behind `Authorization: Token <key>`, an opaque key that stands for a session of its own.
 *
 * @throws AppError not_authenticated: no key, an unknown or ended one, or the person is disabled
 */
export async function authenticateKey(
  authorization: string,
  client: Client,
  now: Date = new Date(),
): Promise<ApiSignIn> {
  const session = await findKeySignIn(readKey(authorization), client, now)
  if (session && !session.isUserActive) throw unauthenticated('key_user_inactive')
  const user = session?.isLive ? await findApiUser(session.userNumber) : null
  if (!session || !user) throw unauthenticated('key_unknown')
  return { user, sessionId: session.id }
}

function readKey(authorization: string): string {
  const [, ...parts] = authorization.trim().split(/\s+/)
  if (parts.length > 1) throw unauthenticated('key_with_spaces')
  if (!parts[0]) throw unauthenticated('key_missing')
  return parts[0]
}

function unauthenticated(reason: string): AppError {
  return new AppError('not_authenticated', { reason })
}
