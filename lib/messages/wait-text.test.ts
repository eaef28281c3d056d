import { createTranslator } from 'use-intl/core'
import { expect, test } from 'vitest'
import { problems as en } from './en/problems'
import { problems as ko } from './ko/problems'
import { waitText } from './wait-text'

const inEnglish = createTranslator({ locale: 'en', messages: { problems: en }, namespace: 'problems' })
const inKorean = createTranslator({ locale: 'ko', messages: { problems: ko }, namespace: 'problems' })

const HOUR = 3_600

test.each([
  [1, '1 second', '1초'],
  [59.2, '60 seconds', '60초'],
  [121, '3 minutes', '3분'],
  [HOUR, '60 minutes', '60분'],
  [2 * HOUR - 1, '120 minutes', '120분'],
  [2 * HOUR + 1, '3 hours', '3시간'],
  [24 * HOUR, '24 hours', '24시간'],
  [48 * HOUR - 1, '48 hours', '48시간'],
  [72 * HOUR - 1, '3 days', '3일'],
  [72 * HOUR, '3 days', '3일'],
])('a wait of %d seconds is told in its unit, and never too short: %s', (seconds, english, korean) => {
  expect(waitText(seconds, inEnglish)).toBe(`Try again in ${english}.`)
  expect(waitText(seconds, inKorean)).toBe(`${korean} 뒤에 다시 시도해 주세요.`)
})
