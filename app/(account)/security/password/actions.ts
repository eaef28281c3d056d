'use server'

import { redirect } from 'next/navigation'
import { changePassword } from '@/lib/accounts/change-password'
import { changePasswordSchema } from '@/lib/accounts/schemas'
import { requireRecentSignIn } from '@/lib/web/current-user'
import { formAction } from '@/lib/web/form-action'
import { findLocale } from '@/lib/web/locale'
import { writeSessionCookie } from '@/lib/web/session-cookie'

export const changePasswordAction = formAction(changePasswordSchema, async ({ newPassword }, client) => {
  const signIn = await requireRecentSignIn('/security/password')
  await writeSessionCookie(await changePassword({ signIn, newPassword, locale: await findLocale() }, client))
  redirect('/security?notice=passwordChanged')
})
