import { getTranslations } from 'next-intl/server'
import type { describeDevice } from '@/lib/sessions/device'

/** A device in the words of the reader's language. */
export async function deviceName({ kind, browser, os }: ReturnType<typeof describeDevice>): Promise<string> {
  const t = await getTranslations('account.devices')
  const common = await getTranslations('common')
  if (kind === 'program') return browser ?? t('app')
  if (browser && os) return t('browserAndOs', { browser, os })
  return browser ?? os ?? common('unknownDevice')
}
