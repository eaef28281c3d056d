'use server'

import { redirect } from 'next/navigation'
import { changePassword } from '@/lib/accounts/change-password'
import { changePasswordSchema } from '@/lib/accounts/schemas'
import { placeProblems } from '@/lib/http/place-problems'
import { requirePasswordOrRecentSignIn } from '@/lib/web/current-user'
import { formAction } from '@/lib/web/form-action'
import { findLocale } from '@/lib/web/locale'
import { writeSessionCookie } from '@/lib/web/session-cookie'

export const changePasswordAction = formAction(
  changePasswordSchema,
  async ({ currentPassword, newPassword }, client) => {
    const actor = await requirePasswordOrRecentSignIn('/security/password')
    const change = { actor, currentPassword, newPassword, locale: await findLocale() }
    const renewed = await placeProblems(changePassword(change, client), {
      problems: { bad_credentials: { currentPassword: ['bad_current_password'] } },
    })
    if (renewed) await writeSessionCookie(renewed)
    redirect('/security?notice=passwordChanged')
  },
)
