import { expect, test } from 'vitest'
import { estimateStrength } from './password-strength'

test.each([
  ['abcdefgh', 'weak', true],
  ['qwertyuiop12345', 'weak', true],
  ['aaaaaaaaaaaaaaaa', 'weak', true],
  ['lantern', 'weak', false],
  ['harbours', 'weak', false],
  ['x7!Kp2wQ', 'fair', false],
  ['노란등대항구', 'good', false],
  ['correct horse battery', 'strong', false],
  ['노란 등대 열두 항구', 'strong', false],
  ['노란 등대 열두 항구'.normalize('NFD'), 'strong', false],
])('%j is said to be %s', (password, strength, hasPatterns) => {
  expect(estimateStrength(password)).toEqual({ strength, hasPatterns })
})

test('a longer password is never said to be weaker', () => {
  const levels = ['weak', 'fair', 'good', 'strong']
  const phrase = 'yellow lantern harbour eleven'
  const found = Array.from(phrase, (_, index) => levels.indexOf(estimateStrength(phrase.slice(0, index + 1)).strength))
  expect(found).toEqual([...found].sort())
})
