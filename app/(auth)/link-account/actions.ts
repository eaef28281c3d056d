'use server'
import { redirect } from 'next/navigation'
import { safeNext } from '@/lib/http/safe-next'
import { linkWithPassword } from '@/lib/social/link-with-password'
import { linkAccountSchema } from '@/lib/social/schemas'
import { formAction } from '@/lib/web/form-action'
import { forgetOffer, requireOffer } from '@/lib/web/link-cookie'
import { findLocale } from '@/lib/web/locale'
import { replaceSession } from '@/lib/web/replace-session'

export const linkAccountAction = formAction(linkAccountSchema, async ({ password, offer, next }, client) => {
  const pendingToken = await requireOffer(offer, '/link-account')
  const started = await linkWithPassword({ pendingToken, password, locale: await findLocale() }, client)
  await replaceSession(started, client)
  await forgetOffer()
  redirect(safeNext(next))
})
