import { createTranslator } from 'use-intl/core'
import { expect } from 'vitest'
import { doctor as en } from '@/lib/messages/en/doctor'
import { doctor as ko } from '@/lib/messages/ko/doctor'
import type { Finding } from './finding'

/** Names what was found wrong, and makes sure that it reads as a whole in both languages. */
export function namesOf(findings: Finding[]): string[] {
  return findings.flatMap((finding) => {
    if (!finding.fault) return []
    for (const text of textsOf(finding)) expect(text).not.toContain('{')
    return [`${finding.check}: ${finding.fault}`]
  })
}

const languages = [
  { locale: 'en', doctor: en },
  { locale: 'ko', doctor: ko },
] as const

function textsOf({ fault, values }: Finding): string[] {
  return languages.map(({ locale, doctor }) => {
    const onError = (error: Error) => {
      throw error
    }
    const translate = createTranslator({ locale, messages: { doctor }, namespace: 'doctor', onError })
    return fault ? translate(`fault.${fault}`, values) : ''
  })
}
