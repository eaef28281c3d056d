import { createTranslator } from 'use-intl/core'
import { doctor as en } from '@/lib/messages/en/doctor'
import type { Finding } from './checks/finding'

const translate = createTranslator({ locale: 'en', messages: { doctor: en }, namespace: 'doctor' })

/** A fault in English words, for the command line; null where all is well. */
export function findingText({ check, fault, values }: Finding): string | null {
  return fault && `${translate(`check.${check}`)}: ${translate(`fault.${fault}`, values)}`
}
