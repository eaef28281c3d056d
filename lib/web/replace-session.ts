import 'server-only'
import type { Client } from '@/lib/sessions/client'
import { endSession } from '@/lib/sessions/end-sessions'
import type { Session } from '@/lib/sessions/session'
import { findCurrentSignIn } from './current-user'
import { writeSessionCookie } from './session-cookie'

/** Hands a new session to the browser; whoever was signed in at it before is signed out: one browser, one person. */
export async function replaceSession(started: { secret: string; session: Session }, client: Client): Promise<void> {
  const previous = await findCurrentSignIn()
  await writeSessionCookie(started)
  if (!previous) return
  const { id: sessionId, userId } = previous.session
  await endSession({ userId, sessionId, reason: 'replaced', client })
}
