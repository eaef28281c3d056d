'use server'

import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { clientOf } from '@/lib/http/client'
import { assertSameOrigin } from '@/lib/http/same-origin'
import { endSession } from '@/lib/sessions/end-sessions'
import { findCurrentSignIn } from './current-user'
import { clearSessionCookie } from './session-cookie'

/** Ends this browser's session: the row first, then the cookie. */
export async function signOutAction(): Promise<void> {
  const requestHeaders = await headers()
  assertSameOrigin(requestHeaders)
  const signIn = await findCurrentSignIn()
  if (signIn) {
    const { id: sessionId, userId } = signIn.session
    await endSession({ userId, sessionId, reason: 'signed_out', client: clientOf(requestHeaders) })
  }
  await clearSessionCookie()
  redirect('/login?notice=signed_out')
}
