'use server'

import { redirect } from 'next/navigation'
import { acceptConnection } from '@/lib/social/offer-connection'
import { confirmConnectionSchema } from '@/lib/social/schemas'
import { requireRecentSignIn } from '@/lib/web/current-user'
import { formAction } from '@/lib/web/form-action'
import { linkCookie } from '@/lib/web/link-cookie'
import { findLocale } from '@/lib/web/locale'

export const linkAction = formAction(confirmConnectionSchema, async (_, client) => {
  const { user, session } = await requireRecentSignIn('/security/connections/confirm')
  const pendingToken = (await linkCookie.read()) ?? ''
  const locale = await findLocale()
  await acceptConnection({ pendingToken, userId: user.id, sessionId: session.id, locale }, client)
  await linkCookie.clear()
  redirect('/security/connections?notice=linked')
})
