'use server'

import { redirect } from 'next/navigation'
import { resetPassword } from '@/lib/accounts/reset-password'
import { resetPasswordSchema } from '@/lib/accounts/schemas'
import { writeDeviceCookie } from '@/lib/web/device-cookie'
import { formAction } from '@/lib/web/form-action'
import { findLocale } from '@/lib/web/locale'

export const resetPasswordAction = formAction(resetPasswordSchema, async (input, client) => {
  const { deviceSecret } = await resetPassword({ ...input, locale: await findLocale() }, client)
  await writeDeviceCookie(deviceSecret)
  redirect('/login?notice=password_changed')
})
