import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isCommonPassword } from './common-passwords'

test.each([
  ['password', 'qwertyuiop', '1q2w3e4r5t', 'iloveyou2', 'trustno1', 'liverpool', 'asdfghjkl;', '11111111', 'qazwsxedc'],
  ['PassWord', 'QWERTYUIOP', 'P@ssw0rd', 'Sunshine1'],
  ['tkfkdgo1', 'DKSSUDgktpdy', 'qlalfqjsgh', 'qwer1234!'],
])('P-20 the passwords %j, %j, %j, … are common, in whatever letters', (...passwords) => {
  expect(passwords.filter((password) => !isCommonPassword(password))).toEqual([])
})

test('what nobody uses is not taken for common', () => {
  const passwords = Array.from({ length: 20_000 }, (_, index) => `초록-lantern-${index * 7_919}`)
  expect(passwords.filter(isCommonPassword)).toEqual([])
})

// The number of bits that are set tells how many passwords went in.
test('the list has 100,000 passwords, and takes one in a million others for one of them', () => {
  const [bits, hashes] = [2_875_518, 20]
  const bytes = readFileSync('lib/passwords/common-passwords.bin')
  const set = bytes.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0)
  expect((-bits / hashes) * Math.log(1 - set / bits)).toBeGreaterThan(100_000)
  expect((set / bits) ** hashes).toBeLessThan(1.1e-6)
})
