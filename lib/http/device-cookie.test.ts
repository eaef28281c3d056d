import { expect, test } from 'vitest'
import { randomSecret } from '@/lib/encryption'
import { deviceCookieName, deviceCookieValue, readDeviceSecrets } from './device-cookie'

const secrets = Array.from({ length: 6 }, randomSecret)
const read = (...values: string[]) =>
  readDeviceSecrets(new Headers({ cookie: values.map((value) => `${deviceCookieName()}=${value}`).join('; ') }))

test('one browser keeps a secret for each of the last five who signed in', () => {
  const five = secrets.slice(0, 5)
  expect(read(deviceCookieValue(five, null))).toEqual(five)
  expect(read(deviceCookieValue(five, secrets[5] ?? ''))).toEqual([secrets[5], ...five.slice(0, 4)])
})

test.each([
  ['no cookie', () => readDeviceSecrets(new Headers())],
  ['an empty one', () => read('')],
  ['something else', () => read('x'.repeat(43).concat('!'))],
  ['one secret too many', () => read(secrets.join('.'))],
  ['two cookies of the name', () => read(secrets[0] ?? '', secrets[1] ?? '')],
])('%s counts as none', (_, look) => expect(look()).toEqual([]))
