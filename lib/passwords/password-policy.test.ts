import { expect, test } from 'vitest'
import { checkPasswordPolicy, passwordSchema } from './password-policy'

const context = { email: 'minji.kim@example.org', name: 'Minji Kim' }

test.each([
  ['short', 'abc 123', 'password_too_short'],
  ['of digits alone', '8462074915362', 'password_entirely_numeric'],
  ['of Arabic digits alone', '٨٤٦٢٠٧٤٩١٥', 'password_entirely_numeric'],
  ['among the commonest', 'PassWord1', 'password_too_common'],
  ['one character over and over', 'zzzzzzzzzzzz', 'password_too_common'],
  ['the address', 'minji.kim@example.org', 'password_contains_context'],
  ['the first half of the address with a digit', 'minji.kim1', 'password_contains_context'],
  ['the name with three digits', 'minji201', 'password_contains_context'],
  ['the name of the site', 'Latchkey1!', 'password_contains_context'],
])('P-20 a password that is %s is refused with the reason', (_, password, fault) => {
  expect(checkPasswordPolicy(password, context)).toContain(fault)
})

test.each(['correct horse battery', '가나다라마바사아', 'no-digits-no-capitals', 'minji likes long walks'])(
  'a password like %j may be used, whatever characters it is made of',
  (password) => {
    expect(checkPasswordPolicy(password, context)).toEqual([])
  },
)

test('P-08 the bounds are 256 characters and 1024 bytes, and a megabyte is refused at once', () => {
  expect(passwordSchema.safeParse('가'.repeat(256)).success).toBe(true)
  expect(passwordSchema.safeParse('🔑'.repeat(256)).success).toBe(true)
  expect(passwordSchema.safeParse('a'.repeat(257)).success).toBe(false)
  expect(passwordSchema.safeParse('👩‍👩‍👧‍👦'.repeat(50)).success).toBe(false)
  // The best of several, so that a busy machine is not taken for slow work.
  const times = Array.from({ length: 10 }, () => {
    const startedAt = performance.now()
    expect(passwordSchema.safeParse('가'.repeat(1e6)).success).toBe(false)
    return performance.now() - startedAt
  })
  expect(Math.min(...times)).toBeLessThan(50)
})

test('P-05 U+0000 in a password is refused', () => {
  expect(passwordSchema.safeParse('ab\u0000ab').success).toBe(false)
})

test.each([7, true, null, ['password'], { contains: '' }])('P-09 %j is no password', (value) => {
  expect(passwordSchema.safeParse(value).success).toBe(false)
})

test('a password is neither trimmed nor normalised when it is parsed', () => {
  expect(passwordSchema.parse(' e\u0301 ')).toBe(' e\u0301 ')
})
