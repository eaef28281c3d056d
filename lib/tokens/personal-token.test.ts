import { expect, test } from 'vitest'
import { findPersonalToken, isWellFormed, makePersonalToken } from './personal-token'

test('a token is recognisable, unlike any other, and knows when it was mistyped or cut off', () => {
  const token = makePersonalToken()
  expect(token).toMatch(/^lk_pat_[\w-]{49}$/)
  expect(makePersonalToken()).not.toBe(token)
  expect(isWellFormed(token)).toBe(true)
  for (let at = 0; at < token.length; at += 1) {
    const other = token[at] === 'x' ? 'y' : 'x'
    expect(isWellFormed(token.slice(0, at) + other + token.slice(at + 1))).toBe(false)
    expect(isWellFormed(token.slice(0, at))).toBe(false)
  }
  expect(isWellFormed(`${token} `)).toBe(false)
  expect(isWellFormed(`${token}\n`)).toBe(false)
})

test.each([
  ['Bearer lk_pat_a', 'lk_pat_a'],
  ['token\tlk_pat_a', 'lk_pat_a'],
  [' TOKEN  lk_pat_a ', 'lk_pat_a'],
  ['Token lk_pat_', 'lk_pat_'],
  ['Bearer lk_pat_a b', null],
  ['Basic lk_pat_a', null],
  ['lk_pat_a', null],
  ['Token 0123456789', null],
  ['Bearer LK_PAT_a', null],
  ['', null],
  [null, null],
])('T-09 of the header %j the personal token is %j', (header, token) => {
  expect(findPersonalToken(header)).toBe(token)
})
