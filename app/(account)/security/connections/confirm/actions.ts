'use server'

import { redirect } from 'next/navigation'
import { acceptConnection } from '@/lib/social/offer-connection'
import { confirmConnectionSchema } from '@/lib/social/schemas'
import { requireRecentSignIn } from '@/lib/web/current-user'
import { formAction } from '@/lib/web/form-action'
import { forgetOffer, requireOffer } from '@/lib/web/link-cookie'
import { findLocale } from '@/lib/web/locale'

export const linkAction = formAction(confirmConnectionSchema, async ({ offer }, client) => {
  const page = '/security/connections/confirm'
  const { user, session } = await requireRecentSignIn(`${page}?${new URLSearchParams({ offer })}`)
  const pendingToken = await requireOffer(offer, page)
  const locale = await findLocale()
  await acceptConnection({ pendingToken, userId: user.id, sessionId: session.id, locale }, client)
  await forgetOffer()
  redirect('/security/connections?notice=linked')
})
