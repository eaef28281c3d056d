import { expect, test } from 'vitest'
import { decideLinking, type LinkingDecision } from './linking-rules'

const vouchedEmail = 'mina@example.com'
const verified = { isActive: true, isVerified: true, hasIdentityAtProvider: false }
const unverified = { ...verified, isVerified: false }
const disabled = { ...verified, isActive: false }
const linked = { ...verified, hasIdentityAtProvider: true }

test.each<[string, typeof verified | null, { authoritative: LinkingDecision; other: LinkingDecision }]>([
  ['no account', null, { authoritative: 'create', other: 'create' }],
  ['a verified account', verified, { authoritative: 'link', other: 'ask_for_proof' }],
  ['an account linked there already', linked, { authoritative: 'ask_for_proof', other: 'ask_for_proof' }],
  ['an unverified account', unverified, { authoritative: 'evict_and_link', other: 'evict_and_link' }],
  ['a disabled account', disabled, { authoritative: 'refuse_disabled', other: 'refuse_disabled' }],
])('a verified provider address meets %s', (_, local, { authoritative, other }) => {
  expect(decideLinking({ vouchedEmail, local, isAuthoritative: true })).toBe(authoritative)
  expect(decideLinking({ vouchedEmail, local, isAuthoritative: false })).toBe(other)
})

test.each([null, verified, unverified, disabled, linked])(
  'an unverified provider address never links to %o',
  (local) => {
    for (const isAuthoritative of [true, false])
      expect(decideLinking({ vouchedEmail: null, local, isAuthoritative })).toBe('ask_for_address')
  },
)
