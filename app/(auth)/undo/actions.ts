'use server'

import { redirect } from 'next/navigation'
import { undoSchema } from '@/lib/accounts/schemas'
import { undoChange } from '@/lib/accounts/undo-change'
import { formAction } from '@/lib/web/form-action'
import { findLocale } from '@/lib/web/locale'
import { writeMailedSecret } from '@/lib/web/mailed-secret-cookie'

export const undoAction = formAction(undoSchema, async (input, client) => {
  const { resetToken } = await undoChange({ ...input, locale: await findLocale() }, client)
  if (resetToken === null) redirect('/login?notice=undone')
  await writeMailedSecret('/reset-password', resetToken)
  redirect('/reset-password')
})
