'use server'

import { redirect } from 'next/navigation'
import { confirmEmail } from '@/lib/accounts/confirm-email'
import { confirmEmailSchema } from '@/lib/accounts/schemas'
import { formAction } from '@/lib/web/form-action'
import { signUpCookie } from '@/lib/web/sign-up-cookie'

export const confirmEmailAction = formAction(confirmEmailSchema, async (input, client) => {
  const { email } = await confirmEmail({ ...input, signUpSecret: await signUpCookie.read() }, client)
  redirect(`/login?${new URLSearchParams({ notice: 'confirmed', email })}`)
})
