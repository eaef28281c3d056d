'use server'

import { redirect } from 'next/navigation'
import { signInSchema } from '@/lib/accounts/schemas'
import { signIn } from '@/lib/accounts/sign-in'
import { safeNext } from '@/lib/http/safe-next'
import { formAction } from '@/lib/web/form-action'
import { replaceSession } from '@/lib/web/replace-session'

export const signInAction = formAction(signInSchema, async ({ next, ...credentials }, client) => {
  await replaceSession(await signIn(credentials, client), client)
  redirect(safeNext(next))
})
