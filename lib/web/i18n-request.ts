import { getRequestConfig } from 'next-intl/server'
import type { Locale } from '@/lib/accounts/schemas'
import { en } from '@/lib/messages/en'
import { ko } from '@/lib/messages/ko'
import { findCurrentSignIn } from './current-user'
import { findLocale } from './locale'

export default getRequestConfig(async () => {
  const locale = await findLocale()
  const signIn = await findCurrentSignIn().catch(() => null)
  const timeZone = signIn?.user.timeZone
  return {
    locale,
    messages: locale === 'ko' ? ko : en,
    timeZone: timeZone ?? 'UTC',
    formats: { dateTime: { moment: momentFormat(locale, timeZone != null) } },
  }
})

// A zone the person did not choose is named, so that nobody takes it for the time on the wall.
function momentFormat(locale: Locale, isZoneChosen: boolean) {
  return {
    ...({ year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' } as const),
    ...(locale === 'ko' && { hourCycle: 'h23' as const }),
    ...(!isZoneChosen && { timeZoneName: 'short' as const }),
  }
}
