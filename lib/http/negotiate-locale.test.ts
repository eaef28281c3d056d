import { expect, test } from 'vitest'
import { negotiateLocale } from './negotiate-locale'

test.each([
  ['ko-KR,ko;q=0.9,en-US;q=0.8', 'ko'],
  ['en-US,en;q=0.9,ko;q=0.8', 'en'],
  ['en;q=0.3, ko;q=0.7', 'ko'],
  ['KO', 'ko'],
  ['ja,ko;q=0.5', 'ko'],
  ['kok,de', 'en'],
  ['ko;q=0', 'en'],
  ['ko;q=nonsense', 'en'],
  ['*', 'en'],
  ['', 'en'],
])('of "%s" the language is %s', (acceptLanguage, locale) => {
  expect(negotiateLocale(acceptLanguage)).toBe(locale)
})
