import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { db } from '@/lib/db'
import { testClient as client, newPerson, TEST_PASSWORD } from '@/lib/testing/api'
import { configureProvider } from '@/lib/testing/providers'
import { findLinkOffer, linkWithPassword } from './link-with-password'
import type { ProviderIdentity } from './provider'
import { signInWithProvider } from './sign-in-with-provider'

beforeAll(() => configureProvider('google'))

async function newOffer() {
  const person = await newPerson()
  const identity: ProviderIdentity = {
    ...{
      provider: 'google',
      subject: randomUUID(),
      issuer: 'https://issuer.example',
      email: person.email,
      isEmailVerified: true,
    },
    ...{ isAuthoritative: false, name: 'Mina', locale: null },
  }
  const result = await signInWithProvider({ identity, authTime: null, client, locale: 'en' })
  if (result.outcome !== 'proof_needed') throw new Error(result.outcome)
  return { person, identity, pendingToken: result.pendingToken }
}

const link = (pendingToken: string, password = TEST_PASSWORD, now = new Date()) =>
  linkWithPassword({ pendingToken, password, locale: 'en' }, client, now)

test('the right password links the identity, signs in, and the next time the identity is enough', async () => {
  const { person, identity, pendingToken } = await newOffer()
  expect(await findLinkOffer(pendingToken)).toEqual({
    ...{ provider: 'google', email: person.email, hasPassword: true, isCodeEnough: true },
  })
  const { session } = await link(pendingToken)
  expect(session).toMatchObject({ userId: person.id, method: 'google', isKept: false })
  const again = await signInWithProvider({ identity, authTime: null, client, locale: 'en' })
  expect(again).toMatchObject({ outcome: 'signed_in', session: { userId: person.id } })
})

test('O-15 a wrong password links nothing, and the right one still works afterwards', async () => {
  const { person, pendingToken } = await newOffer()
  await expect(link(pendingToken, 'something else entirely')).rejects.toMatchObject({ code: 'bad_credentials' })
  expect(await db.account.count({ where: { userId: person.id } })).toBe(0)
  await expect(link(pendingToken)).resolves.toMatchObject({ session: { userId: person.id } })
})

test('where a change was undone just now the right password links nothing', async () => {
  const { person, pendingToken } = await newOffer()
  await db.user.update({ where: { id: person.id }, data: { heldUntil: new Date(Date.now() + 60_000) } })
  await expect(link(pendingToken)).rejects.toMatchObject({ code: 'account_held', userId: person.id })
  expect(await db.account.count({ where: { userId: person.id } })).toBe(0)
})

test('a waiting link works once, in parallel too', async () => {
  const { pendingToken } = await newOffer()
  const results = await Promise.allSettled([link(pendingToken), link(pendingToken), link(pendingToken)])
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  await expect(link(pendingToken)).rejects.toMatchObject({ code: 'token_invalid' })
  expect(await findLinkOffer(pendingToken)).toBeNull()
})

test('a waiting link is gone after half an hour, and when a newer one for the account came', async () => {
  const { pendingToken } = await newOffer()
  const late = new Date(Date.now() + 1_801_000)
  expect(await findLinkOffer(pendingToken, late)).toBeNull()
  await expect(link(pendingToken, TEST_PASSWORD, late)).rejects.toMatchObject({ code: 'token_invalid' })
})

test('O-23 an identity that another account got meanwhile is not moved', async () => {
  const { identity, pendingToken } = await newOffer()
  const other = await newPerson()
  await db.account.create({
    data: { userId: other.id, type: 'oidc', provider: 'google', providerAccountId: identity.subject },
  })
  await expect(link(pendingToken)).rejects.toMatchObject({ code: 'identity_taken' })
  expect(await db.account.count({ where: { userId: other.id } })).toBe(1)
})
