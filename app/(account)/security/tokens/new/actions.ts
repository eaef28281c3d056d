'use server'

import { getTranslations } from 'next-intl/server'
import { createPersonalToken } from '@/lib/tokens/create-personal-token'
import { createPersonalTokenSchema } from '@/lib/tokens/personal-token-schemas'
import { requireRecentSignIn } from '@/lib/web/current-user'
import { formAction } from '@/lib/web/form-action'
import { findLocale } from '@/lib/web/locale'

export const createPersonalTokenAction = formAction(createPersonalTokenSchema, async (token, client) => {
  const { user } = await requireRecentSignIn('/security/tokens/new')
  const secret = await createPersonalToken({ user, ...token, locale: await findLocale() }, client)
  const t = await getTranslations('account.tokens')
  return { notice: t('created'), secret }
})
