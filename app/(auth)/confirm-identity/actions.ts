'use server'

import { redirect } from 'next/navigation'
import { confirmPassword } from '@/lib/accounts/confirm-password'
import { confirmPasswordSchema } from '@/lib/accounts/schemas'
import { safeNext } from '@/lib/http/safe-next'
import { requireSignIn } from '@/lib/web/current-user'
import { formAction } from '@/lib/web/form-action'
import { writeSessionCookie } from '@/lib/web/session-cookie'

export const confirmPasswordAction = formAction(confirmPasswordSchema, async ({ password, next }, client) => {
  const signIn = await requireSignIn()
  await writeSessionCookie(await confirmPassword({ signIn, password }, client))
  redirect(safeNext(next))
})
