'use server'

import { redirect } from 'next/navigation'
import { signUpSchema } from '@/lib/accounts/schemas'
import { signUp } from '@/lib/accounts/sign-up'
import { formAction } from '@/lib/web/form-action'
import { findLocale } from '@/lib/web/locale'
import { signUpCookie } from '@/lib/web/sign-up-cookie'

export const signUpAction = formAction(signUpSchema, async (input, client) => {
  const { signUpSecret } = await signUp({ ...input, locale: await findLocale() }, client)
  await signUpCookie.write(signUpSecret)
  redirect('/signup/sent')
})
