'use server'

import { redirect } from 'next/navigation'
import { linkSchema } from '@/lib/accounts/schemas'
import { undoChange } from '@/lib/accounts/undo-change'
import { formAction } from '@/lib/web/form-action'
import { findLocale } from '@/lib/web/locale'

export const undoAction = formAction(linkSchema, async ({ token }, client) => {
  const { resetToken } = await undoChange({ token, locale: await findLocale() }, client)
  redirect(resetToken ? `/reset-password?token=${resetToken}` : '/login?notice=undone')
})
