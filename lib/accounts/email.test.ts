import { domainToASCII } from 'node:url'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emailSchema } from './email'

test.each([
  ['Person@Example.ORG', 'person@example.org'],
  ['  person@example.org\n', 'person@example.org'],
  ['ｐｅｒｓｏｎ@example.org', 'person@example.org'],
  ["o'brien+news@example.org", "o'brien+news@example.org"],
  ['사용자@예시.한국', '사용자@예시.한국'],
  ['e\u0301@example.org', '\u00e9@example.org'],
  ['mina@xn--vv4b11d.xn--3e0b707e', 'mina@예시.한국'],
  ['mina@XN--MNCHEN-3YA.de', 'mina@münchen.de'],
  ['mina@M\u00dcNCHEN.DE', 'mina@münchen.de'],
  ['mina@straße.de', 'mina@straße.de'],
])('R-03 %j is compared as %j', (typed, canonical) => {
  expect(emailSchema.parse(typed)).toBe(canonical)
})

test.each([
  ['ı', 'i'],
  ['ſ\u0307', 's'],
])('R-04 %j in an address is another person than %j', (typed, plain) => {
  expect(emailSchema.parse(`m${typed}ke@example.org`)).not.toBe(`m${plain}ke@example.org`)
})

test.each(['person＠example.org', 'person﹫example.org', 'person@example.org＠evil.example'])(
  'R-05 %j becomes an address only by normalisation, and is refused',
  (typed) => {
    expect(emailSchema.safeParse(typed).success).toBe(false)
  },
)

const ambiguous = [
  'a@example.org,b@example.org',
  'a@example.org b@example.org',
  '"a b"@example.org',
  'a@example.org\r\nBcc: b@example.org',
  'Person <a@example.org>',
  'a(comment)@example.org',
  'a@[127.0.0.1]',
  'a@example',
  'a@127.0.0.1',
  'a@-example.org',
  'a@xn--a.org',
  'a@xn--n3h.net',
  'a@example%2eorg',
  'a@example-.org',
  'a@example..org',
  '.a@example.org',
  'a..b@example.org',
  'a.@example.org',
  'a\u0000@example.org',
  'a\u200bb@example.org',
  'a\u202eb@example.org',
  'a\u2028b@example.org',
  'a\ud800@example.org',
  `${'a'.repeat(65)}@example.org`,
  `a@${'b.'.repeat(130)}org`,
  `${'\ufdfa'.repeat(20)}@example.org`,
  '',
]

test.each(ambiguous)('R-06 %j is refused', (typed) => {
  expect(emailSchema.safeParse(typed).success).toBe(false)
})

test('P-08 a megabyte is refused at once', () => {
  const startedAt = performance.now()
  expect(emailSchema.safeParse(`${'a'.repeat(1e6)}@example.org`).success).toBe(false)
  expect(performance.now() - startedAt).toBeLessThan(50)
})

test.each([7, true, null, ['a@example.org'], { contains: '' }])('P-09 %j is no address', (value) => {
  expect(emailSchema.safeParse(value).success).toBe(false)
})

const domain = fc.array(fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }), { minLength: 2, maxLength: 3 })

test('R-03 a canonical address is its own canonical form, and so is its spelling in ASCII', () => {
  fc.assert(
    fc.property(domain, (labels) => {
      const { data: email } = emailSchema.safeParse(`mina@${labels.join('.')}`)
      fc.pre(email !== undefined)
      expect(emailSchema.parse(email)).toBe(email)
      expect(emailSchema.parse(`mina@${domainToASCII(email.slice(5))}`)).toBe(email)
    }),
  )
})
