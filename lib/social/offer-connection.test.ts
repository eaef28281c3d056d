import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { db } from '@/lib/db'
import { startBrowserSession } from '@/lib/sessions/start-session'
import { testClient as client, newPerson } from '@/lib/testing/api'
import { configureProvider } from '@/lib/testing/providers'
import { acceptConnection, findOfferedConnection, offerConnection } from './offer-connection'
import type { ProviderIdentity } from './provider'

beforeAll(() => configureProvider('github'))

async function newOffer({ isVerified = true } = {}) {
  const user = await newPerson({ isVerified })
  const { session } = await startBrowserSession({ userId: user.id, method: 'password', isKept: false, client })
  const identity: ProviderIdentity = {
    ...{
      provider: 'github',
      subject: randomUUID(),
      issuer: 'https://issuer.example',
      email: 'somebody@else.example',
      isEmailVerified: false,
    },
    ...{ isAuthoritative: false, name: 'Mina', locale: null },
  }
  const person = { userId: user.id, sessionId: session.id }
  return { user, person, identity, pendingToken: await offerConnection(identity, person) }
}

const accept = (pendingToken: string, person: { userId: string; sessionId: string }) =>
  acceptConnection({ pendingToken, ...person, locale: 'en' }, client)
const subjectsOf = async (userId: string) =>
  (await db.account.findMany({ where: { userId } })).map(({ providerAccountId }) => providerAccountId)

test('O-06 an offer links nothing until this sign-in says yes, and then once', async () => {
  const { person, identity, pendingToken } = await newOffer()
  expect(await subjectsOf(person.userId)).toEqual([])
  await accept(pendingToken, person)
  expect(await subjectsOf(person.userId)).toEqual([identity.subject])
  await expect(accept(pendingToken, person)).rejects.toMatchObject({ code: 'token_invalid' })
})

test('O-06 of two that say yes at once one links, and the other is told that nothing is offered any more', async () => {
  const { person, identity, pendingToken } = await newOffer()
  const outcomes = await Promise.allSettled([accept(pendingToken, person), accept(pendingToken, person)])
  const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
  expect(refusals).toMatchObject([{ code: 'token_invalid' }])
  expect(await subjectsOf(person.userId)).toEqual([identity.subject])
})

test('O-06 an identity that belongs to somebody else goes on to wait', async () => {
  const [{ person, identity, pendingToken }, { user: other }] = [await newOffer(), await newOffer()]
  const { provider, subject, issuer } = identity
  await db.account.create({ data: { userId: other.id, type: 'oidc', provider, providerAccountId: subject, issuer } })
  await expect(accept(pendingToken, person)).rejects.toMatchObject({ code: 'identity_taken' })
  expect(await findOfferedConnection(pendingToken, person)).not.toBeNull()
})

test('O-06 another sign-in, of the same person or another, cannot say yes', async () => {
  const [{ person, pendingToken }, other] = [await newOffer(), await newOffer()]
  const { session } = await startBrowserSession({ userId: person.userId, method: 'password', isKept: false, client })
  for (const stranger of [other.person, { ...person, sessionId: session.id }]) {
    expect(await findOfferedConnection(pendingToken, stranger)).toBeNull()
    await expect(accept(pendingToken, stranger)).rejects.toMatchObject({ code: 'token_invalid' })
  }
  expect(await subjectsOf(person.userId)).toEqual([])
})

test('O-22 an old sign-in cannot say yes, and the offer stays', async () => {
  const { person, pendingToken } = await newOffer()
  const authenticatedAt = new Date(Date.now() - 3_600_000)
  await db.session.updateMany({ where: { userId: person.userId }, data: { authenticatedAt } })
  await expect(accept(pendingToken, person)).rejects.toMatchObject({ code: 'recent_sign_in_required' })
  expect(await findOfferedConnection(pendingToken, person)).not.toBeNull()
})

test('R-09 an account whose address nobody has confirmed gets no identity', async () => {
  const { person, pendingToken } = await newOffer({ isVerified: false })
  await expect(accept(pendingToken, person)).rejects.toMatchObject({ code: 'email_not_verified' })
  expect(await subjectsOf(person.userId)).toEqual([])
})
