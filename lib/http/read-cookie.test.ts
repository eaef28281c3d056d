import { expect, test } from 'vitest'
import { problemPage } from './problem-page'
import { readCookie } from './read-cookie'

test.each([
  ['a=1; name=x; b=2', 'x'],
  ['name=x=y', 'x=y'],
  ['name=', ''],
  ['name=x; name=x', null],
  ['name=x; name=y', null],
  ['name=x; name=', null],
  ['name2=x; xname=y; name', null],
  ['', null],
  [undefined, null],
  [null, null],
])('S-09 of the cookies %s the one called name is %s', (header, value) => {
  expect(readCookie(header, 'name')).toBe(value)
})

test('a page that tells of a fault believes neither of two cookies of one name', () => {
  const themeOf = (cookie: string) =>
    /<html .*data-theme="(\w+)"/.exec(problemPage('internal', { cookie }, 'request'))?.[1]
  expect(themeOf('theme=dark')).toBe('dark')
  expect(themeOf('theme=dark; theme=light')).toBeUndefined()
  const languageOf = (cookie: string) => /<html lang="(\w+)"/.exec(problemPage('internal', { cookie }, 'request'))?.[1]
  expect(languageOf('locale=ko')).toBe('ko')
  expect(languageOf('locale=ko; locale=en')).toBe('en')
})
