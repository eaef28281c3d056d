import { expect, test } from 'vitest'
import { addressBlock } from './address-block'

test.each([
  ['2001:db8:1:2::1', '2001:db8:1:2:ffff:ffff:ffff:ffff'],
  ['2001:db8::1', '2001:0DB8:0000:0000:0000:0000:0000:0002'],
  ['2001:db8:0:0:1::', '2001:db8::5'],
  ['::1', '0:0:0:0:0:0:0:2'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
])('P-13 %s and %s share one bucket', (one, other) => {
  expect(addressBlock(one)).toBe(addressBlock(other))
})

test.each([
  ['192.0.2.7', '192.0.2.8'],
  ['2001:db8:1:2::1', '2001:db8:1:3::1'],
  ['2001:db8:1::1', '2001:db8::1'],
])('%s and %s are different visitors', (one, other) => {
  expect(addressBlock(one)).not.toBe(addressBlock(other))
})
