import { expect, test } from 'vitest'
import { checkPasswordPolicy, passwordSchema } from './password-policy'
import { findRuleFaults } from './password-rules'

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

test.each([
  ['김민지', '김민지김민지김민지'],
  ['김민지', '김민지김민지201'.normalize('NFD')],
  ['김민지', '민지민지민지민지'],
  ['김민지', '민지야민지야민지'],
  ['김 민지', '김민지김민지12'],
  ['남궁민수', '민수민수민수99'],
  ['김구', '김구김구김구김구'],
  ['王小明', '王小明王小明王小'],
])('P-20 of %s the password %s is refused, as little more than the name', (name, password) => {
  const guessable = findRuleFaults(password, {
    email: 'mj@example.org',
    name,
    siteName: 'Latchkey',
    siteHost: 'localhost',
    minLength: 6,
  })
  expect(guessable).toContain('password_contains_context')
})

test.each([
  ['네이버', 'id.example', '네이버네이버네이버'],
  ['Acme ID', 'login.acme-shop.example', 'acme-shop1'],
  ['Acme ID', 'login.acme-shop.example', 'login.acme-shop.example'],
  ['문', '네이버.example', '네이버네이버123'],
])('P-20 at %s (%s) the password %s is refused, as little more than the site', (siteName, siteHost, password) => {
  const context = { email: 'mj@example.org', name: '', siteName, siteHost, minLength: 8 }
  expect(findRuleFaults(password, context)).toContain('password_contains_context')
})

test.each(['localhost1!', 'LOCALHOST'])('P-20 the host of AUTH_URL is barred: %s', (password) => {
  expect(checkPasswordPolicy(password, context)).toContain('password_contains_context')
})

test.each(['민지는산책을좋아해', '김치찌개는역시민지네', '하나둘셋넷하나둘셋넷', '지민이랑민지랑친구야'])(
  'a Korean password that is more than a name may be used: %s',
  (password) => {
    for (const name of ['김민지', '민지 김', '김하나'])
      expect(checkPasswordPolicy(password, { email: 'mj@example.org', name })).toEqual([])
  },
)

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
