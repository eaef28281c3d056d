import { isAppError } from '@/lib/errors'
import type { Client } from '@/lib/sessions/client'
import { endSession } from '@/lib/sessions/end-sessions'
import type { EndReason } from '@/lib/sessions/session'

/** Ends the session of a token, unless another request did so first. */
export async function endTokenSession(
  { userId, sessionId }: { userId: string; sessionId: string },
  reason: EndReason,
  client: Client,
): Promise<boolean> {
  try {
    await endSession({ userId, sessionId, reason, client })
    return true
  } catch (error) {
    if (isAppError(error) && error.code === 'not_found') return false
    throw error
  }
}
