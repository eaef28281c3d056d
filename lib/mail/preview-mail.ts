import { env } from '@/lib/env'
import { renderSample, templateNames } from './sample-mail'
import type { MailContent } from './templates'

export { templateNames }

export const previewLocales = ['en', 'ko'] as const

/** Whether templates can be looked at on a page: in local mode only. */
export function isPreviewOpen(): boolean {
  return env.LATCHKEY_MODE === 'local'
}

/** What a template makes of sample data; null when there is none of this name, or outside the local mode. */
export function previewMail(template: string, locale: string): MailContent | null {
  if (!isPreviewOpen()) return null
  const known = templateNames().find((name) => name === template)
  return known ? renderSample(known, locale) : null
}
