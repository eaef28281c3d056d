'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { endOtherSessions, endSession } from '@/lib/sessions/end-sessions'
import { signOutEverywhereSchema } from '@/lib/tokens/personal-token-schemas'
import { signOutEverywhere } from '@/lib/tokens/sign-out-everywhere'
import { requireRecentSignIn, requireSignIn } from '@/lib/web/current-user'
import { formAction } from '@/lib/web/form-action'
import { clearSessionCookie } from '@/lib/web/session-cookie'

const AFTER_CONFIRMATION = '/devices?notice=confirmed'

export const endSessionAction = formAction(z.strictObject({ sessionId: z.uuid() }), async ({ sessionId }, client) => {
  const { user } = await requireSignIn()
  await endSession({ userId: user.id, sessionId, reason: 'ended_by_person', client })
  redirect('/devices?notice=ended')
})

export const endOtherSessionsAction = formAction(z.strictObject({}), async (_, client) => {
  const { user, session } = await requireRecentSignIn(AFTER_CONFIRMATION)
  await endOtherSessions({ userId: user.id, keepSessionId: session.id, reason: 'ended_by_person', client })
  redirect('/devices?notice=endedOthers')
})

export const endAllSessionsAction = formAction(signOutEverywhereSchema, async ({ revokesTokens }, client) => {
  const { user } = await requireRecentSignIn(AFTER_CONFIRMATION)
  await signOutEverywhere({ userId: user.id, revokesTokens }, client)
  await clearSessionCookie()
  redirect('/login?notice=signed_out_everywhere')
})
