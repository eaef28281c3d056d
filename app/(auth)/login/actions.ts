'use server'

import { redirect } from 'next/navigation'
import { signInSchema } from '@/lib/accounts/schemas'
import { signIn } from '@/lib/accounts/sign-in'
import { safeNext } from '@/lib/http/safe-next'
import { formAction } from '@/lib/web/form-action'
import { writeSessionCookie } from '@/lib/web/session-cookie'

export const signInAction = formAction(signInSchema, async ({ next, ...credentials }, client) => {
  await writeSessionCookie(await signIn(credentials, client))
  redirect(safeNext(next))
})
