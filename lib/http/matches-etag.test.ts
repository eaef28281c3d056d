import { expect, test } from 'vitest'
import { matchesEtag } from './matches-etag'

test.each([
  ['"one"', true],
  ['W/"one"', true],
  ['"two", W/"one" ,"three"', true],
  [' * ', true],
  ['"a,b", "one"', true],
  [null, false],
  ['', false],
  ['one', false],
  ['"two"', false],
  ['"One"', false],
  ['"two", W/"three"', false],
  ['"one-more"', false],
])('If-None-Match %s has the entity "one": %s', (field, isMatch) => {
  expect(matchesEtag(field, '"one"')).toBe(isMatch)
})
