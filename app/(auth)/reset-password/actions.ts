'use server'

import { redirect } from 'next/navigation'
import { resetPassword } from '@/lib/accounts/reset-password'
import { resetPasswordSchema } from '@/lib/accounts/schemas'
import { formAction } from '@/lib/web/form-action'
import { findLocale } from '@/lib/web/locale'

export const resetPasswordAction = formAction(resetPasswordSchema, async (input, client) => {
  await resetPassword({ ...input, locale: await findLocale() }, client)
  redirect('/login?notice=password_changed')
})
