'use server'

import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { clientOf } from '@/lib/http/client'
import { assertSameOrigin } from '@/lib/http/same-origin'
import { endSessionIfLive } from '@/lib/sessions/end-sessions'
import { findCurrentSignIn } from './current-user'
import { clearSessionCookie } from './session-cookie'

/** Ends this browser's session: the row first, then the cookie, also where another request ended the row meanwhile. */
export async function signOutAction(): Promise<void> {
  const requestHeaders = await headers()
  assertSameOrigin(requestHeaders)
  const signIn = await findCurrentSignIn()
  if (signIn) {
    const { id: sessionId, userId } = signIn.session
    await endSessionIfLive({ userId, sessionId, reason: 'signed_out', client: clientOf(requestHeaders) })
  }
  await clearSessionCookie()
  redirect('/login?notice=signed_out')
}
