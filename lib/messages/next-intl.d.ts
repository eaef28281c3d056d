import type { Locale as AppLocale } from '@/lib/accounts/schemas'
import type { en } from './en'

// A key that does not exist does not compile.
declare module 'next-intl' {
  interface AppConfig {
    Locale: AppLocale
    Messages: typeof en
  }
}
