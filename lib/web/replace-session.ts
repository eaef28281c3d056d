import 'server-only'
import type { Client } from '@/lib/sessions/client'
import { endSessionIfLive } from '@/lib/sessions/end-sessions'
import type { StartedSession } from '@/lib/sessions/start-session'
import { findCurrentSignIn } from './current-user'
import { writeDeviceCookie } from './device-cookie'
import { writeSessionCookie } from './session-cookie'

/** Hands a new session to the browser; whoever was signed in at it before is signed out: one browser, one person. */
export async function replaceSession(started: StartedSession, client: Client): Promise<void> {
  const previous = await findCurrentSignIn()
  await writeSessionCookie(started)
  await writeDeviceCookie(started.deviceSecret)
  if (!previous) return
  const { id: sessionId, userId } = previous.session
  await endSessionIfLive({ userId, sessionId, reason: 'replaced', client })
}
