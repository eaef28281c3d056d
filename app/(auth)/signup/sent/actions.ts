'use server'

import { getTranslations } from 'next-intl/server'
import { resendConfirmation } from '@/lib/accounts/resend-confirmation'
import { resendConfirmationSchema } from '@/lib/accounts/schemas'
import { formAction } from '@/lib/web/form-action'
import { findLocale } from '@/lib/web/locale'

export const resendConfirmationAction = formAction(resendConfirmationSchema, async ({ email }, client) => {
  await resendConfirmation({ email, locale: await findLocale() }, client)
  const t = await getTranslations('auth.sent')
  return { notice: t('resent') }
})
