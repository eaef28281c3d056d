import { env } from '@/lib/env'
import { isAppError } from '@/lib/errors'
import { JsonReply } from '@/lib/http/json-reply'
import type { JsonRequest } from '@/lib/http/json-request'
import { tokenText } from '@/lib/http/wire-texts'
import type { Client } from '@/lib/sessions/client'
import { endSessionIfLive } from '@/lib/sessions/end-sessions'
import type { ApiSignIn } from '@/lib/tokens/authenticate-bearer'
import { blacklistToken } from '@/lib/tokens/blacklist-token'
import { clearedCookies } from './auth-cookies'
import { authenticateRequest } from './authenticate-request'
import { isOfOwnOrigin } from './read-own-cookie'

const DONE = 'Successfully logged out.'

/**
 * dj-rest-auth's logout: ends the session of the refresh token in the body, if it is theirs, and that of whoever asks; takes the cookies
 * back whatever else happens. Without a refresh token it answers 401, as recorded, although the session has ended.
 *
 * @throws AppError forbidden: by cookie, without the CSRF token
 */
export async function logOut(
  { refresh }: { refresh?: unknown },
  { request, client }: { request: JsonRequest; client: Client },
): Promise<JsonReply> {
  const signIn = await findSignIn(request)
  const refusal = env.USE_JWT === 'on' ? await blacklist(refresh, signIn?.user.id, client) : null
  if (signIn?.sessionId) {
    const { user, sessionId } = signIn
    await endSessionIfLive({ userId: user.id, sessionId, reason: 'signed_out', client })
  }
  const status = refusal ? 401 : 200
  // Another site may not sign a browser out.
  const cookies = isOfOwnOrigin(request) ? clearedCookies() : []
  return new JsonReply({ detail: refusal ?? DONE }, { status, headers: { 'set-cookie': cookies } })
}

// Somebody whose token is no longer good wants to be logged out all the same.
async function findSignIn(request: JsonRequest): Promise<ApiSignIn | null> {
  try {
    return await authenticateRequest(request)
  } catch (error) {
    if (isAppError(error) && error.code === 'not_authenticated') return null
    throw error
  }
}

async function blacklist(refresh: unknown, ownerId: string | undefined, client: Client): Promise<string | null> {
  if (refresh === undefined) return 'Refresh token was not included in request data.'
  try {
    await blacklistToken({ refresh: typeof refresh === 'string' ? refresh : '', ownerId }, client)
    return null
  } catch (error) {
    if (isAppError(error) && error.code === 'token_not_valid') return tokenText(error.reason)
    throw error
  }
}
