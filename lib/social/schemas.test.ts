import { expect, test } from 'vitest'
import { findEditableApp } from './list-configured-providers'
import { startSchema } from './schemas'

test.each(['\u0000', 'google\u0000', 'Google', '../google', 'a'.repeat(41), ''])(
  'P-05 the name %j is no provider, and reaches neither the audit log nor the database',
  async (provider) => {
    expect(startSchema.safeParse({ provider }).success).toBe(false)
    expect(await findEditableApp(provider)).toBeNull()
  },
)

test('the buttons of our pages name one', () => {
  expect(startSchema.parse({ provider: 'google', next: '/devices' })).toEqual({
    provider: 'google',
    next: '/devices',
    act: 'sign_in',
  })
})
