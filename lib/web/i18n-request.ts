import { getRequestConfig } from 'next-intl/server'
import { en } from '@/lib/messages/en'
import { ko } from '@/lib/messages/ko'
import { findCurrentSignIn } from './current-user'
import { findLocale } from './locale'

export default getRequestConfig(async () => {
  const locale = await findLocale()
  const signIn = await findCurrentSignIn().catch(() => null)
  return { locale, messages: locale === 'ko' ? ko : en, timeZone: signIn?.user.timeZone ?? 'UTC' }
})
