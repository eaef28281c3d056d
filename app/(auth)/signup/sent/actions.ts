'use server'

import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { confirmEmailByCode } from '@/lib/accounts/confirm-email'
import { resendConfirmation } from '@/lib/accounts/resend-confirmation'
import { confirmCodeSchema, resendConfirmationSchema } from '@/lib/accounts/schemas'
import { formAction } from '@/lib/web/form-action'
import { findLocale } from '@/lib/web/locale'
import { signUpCookie } from '@/lib/web/sign-up-cookie'

export const confirmByCodeAction = formAction(confirmCodeSchema, async ({ code }, client) => {
  const { email } = await confirmEmailByCode({ code, signUpSecret: await signUpCookie.read() }, client)
  redirect(`/login?${new URLSearchParams({ notice: 'confirmed', email })}`)
})

export const resendConfirmationAction = formAction(resendConfirmationSchema, async ({ email }, client) => {
  const signUpSecret = await signUpCookie.read()
  await resendConfirmation({ email, locale: await findLocale(), signUpSecret }, client)
  const t = await getTranslations('auth.sent')
  return { notice: t('resent') }
})
