'use server'

import { getTranslations } from 'next-intl/server'
import { requestPasswordReset } from '@/lib/accounts/request-password-reset'
import { requestResetSchema } from '@/lib/accounts/schemas'
import { formAction } from '@/lib/web/form-action'
import { findLocale } from '@/lib/web/locale'

export const requestResetAction = formAction(requestResetSchema, async ({ email }, client) => {
  await requestPasswordReset({ email, locale: await findLocale() }, client)
  const t = await getTranslations('auth.forgot')
  return { notice: t('sent') }
})
