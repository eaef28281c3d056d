import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { newPerson, testClient } from '@/lib/testing/api'
import { issueTokens } from '@/lib/tokens/issue-tokens'
import { flushUnconfirmed } from './flush-unconfirmed'

const now = new Date()
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)
const inADay = daysAgo(-1)

type Change = Parameters<typeof db.user.update>[0]['data']

/** Somebody who signed up eight days ago and confirmed nothing, but for what is given. */
async function newSignUp(change: Change = {}) {
  const user = await newPerson({ isVerified: false })
  await db.user.update({ where: { id: user.id }, data: { createdAt: daysAgo(8), ...change } })
  return user
}

const isThere = async (id: string) => (await db.user.count({ where: { id } })) === 1

test('R-27 a sign-up that nobody confirmed within a week goes, with all that was kept of it', async () => {
  const { id } = await newSignUp()
  const token = { userId: id, purpose: 'confirm_email', hash: randomUUID(), expiresAt: daysAgo(5) }
  await db.oneTimeToken.create({ data: token })
  expect(await flushUnconfirmed(now)).toBe(1)
  expect(await isThere(id)).toBe(false)
  expect(await db.oneTimeToken.count({ where: { userId: id } })).toBe(0)
  expect(await db.profile.count({ where: { userId: id } })).toBe(0)
})

test.each<[string, Change]>([
  ['a younger sign-up', { createdAt: daysAgo(6) }],
  ['somebody who confirmed', { emailVerifiedAt: daysAgo(8) }],
  ['somebody who was disabled', { isActive: false }],
  ['an owner', { role: 'owner' }],
  ['somebody who signed in before', { lastLoginAt: daysAgo(7) }],
  ['an identity at a provider', { accounts: { create: { type: 'oidc', provider: 'x', providerAccountId: 'x' } } }],
  [
    'a link that is still good',
    { oneTimeTokens: { create: { purpose: 'confirm_email', hash: 'open', expiresAt: inADay } } },
  ],
])('R-27 %s stays', async (_, change) => {
  const { id } = await newSignUp(change)
  await flushUnconfirmed(now)
  expect(await isThere(id)).toBe(true)
})

test('R-27 whoever is signed in stays', async () => {
  const user = await newSignUp()
  await issueTokens({ user, method: 'password', client: testClient })
  await flushUnconfirmed(now)
  expect(await isThere(user.id)).toBe(true)
})
