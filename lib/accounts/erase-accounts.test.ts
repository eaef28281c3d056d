import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { db } from '@/lib/db'
import { requestExport } from '@/lib/exports/request-export'
import { jobs } from '@/lib/jobs/jobs'
import { countAttempt } from '@/lib/limits/count-attempt'
import { requestAddressCode } from '@/lib/social/prove-address'
import { signInWithProvider } from '@/lib/social/sign-in-with-provider'
import { newTokens, TEST_PASSWORD, testClient } from '@/lib/testing/api'
import { race } from '@/lib/testing/long'
import { configureProvider } from '@/lib/testing/providers'
import { createPersonalToken } from '@/lib/tokens/create-personal-token'
import { flushExpired } from '@/lib/tokens/flush-expired'
import { proveAddress, requestAddress } from './add-address'
import { deleteAccount } from './delete-account'
import { eraseDueAccounts } from './erase-accounts'
import { rowsThatName } from './rows-that-name.fixture'
import { saveProfile } from './store'
import { undoDeletion } from './undo-deletion'
import { verifyCredentials } from './verify-credentials'

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000)
const leave = ({ id, email }: { id: string; email: string }) =>
  deleteAccount({ user: { id, email, role: 'user', locale: null }, locale: 'en' }, testClient)

/** Arrives by a provider that vouches for no address, and asks for a code to prove one. */
beforeAll(() => configureProvider('google'))

async function waitForProof({ subject, email, name }: { subject: string; email: string | null; name: string }) {
  const identity = { provider: 'google', subject, issuer: 'https://issuer.example', email, name, locale: null }
  const unproved = { ...identity, isEmailVerified: false, isAuthoritative: false }
  const arrival = { identity: unproved, authTime: null, client: testClient, locale: 'en' } as const
  const waiting = await signInWithProvider(arrival)
  if (waiting.outcome === 'signed_in') throw new Error(waiting.outcome)
  if (email)
    await requestAddressCode({ pendingToken: waiting.pendingToken, offer: '', email, locale: 'en' }, testClient)
}

/** Somebody with a row in every table that can hold one. */
async function newLife() {
  const { user } = await newTokens()
  const person = { id: user.id, email: user.email, locale: 'en' }
  const [name, nickname, second] = [`Name ${randomUUID()}`, `Nick ${randomUUID()}`, `${randomUUID()}@example.org`]
  await saveProfile(db, user.id, { name, nickname, bio: `Bio ${name}`, locale: 'en', timeZone: null })
  await requestAddress({ user: person, email: second, isMain: true, locale: 'en' }, testClient)
  const mail = await db.mail.findFirstOrThrow({ where: { recipient: second } })
  const token = /token=([\w-]{43})/.exec(mail.text)?.[1] ?? ''
  await proveAddress({ user: person, token, locale: 'en' }, testClient)
  await verifyCredentials({ email: second, password: 'not the password' }, testClient).catch(() => {})
  await countAttempt({ act: 'mail', account: user.email, client: testClient })
  const script = { name: `Script ${name}`, scopes: ['profile:read' as const], days: 30, locale: 'en' }
  await createPersonalToken({ ...script, user: person }, testClient)
  const identity = { provider: 'google', providerAccountId: randomUUID(), type: 'oidc', email: user.email }
  await waitForProof({ subject: identity.providerAccountId, email: null, name })
  await waitForProof({ subject: randomUUID(), email: second, name })
  await db.account.create({ data: { userId: user.id, ...identity } })
  await db.knownDevice.create({ data: { userId: user.id, hash: randomUUID() } })
  await db.mailRequest.create({ data: { kind: 'reset', email: user.email, locale: 'en' } })
  await requestExport({ userId: user.id, locale: 'en' }, testClient)
  await db.dataExport.update({ where: { userId: user.id }, data: { zip: new Uint8Array([1]), secretHash: name } })
  return { user, texts: [user.email, second, name, nickname, user.id, identity.providerAccountId] }
}

test('two weeks after a deletion no row names the person, but for the ids of the audit', async () => {
  const { user, texts } = await newLife()
  expect((await rowsThatName(texts)).length).toBeGreaterThan(20)
  await leave(user)
  expect(await eraseDueAccounts(inDays(13))).toBe(0)
  expect(await db.user.count({ where: { id: user.id } })).toBe(1)
  expect(await eraseDueAccounts(inDays(15))).toBe(1)
  const named = texts.filter((text) => text !== user.id)
  expect(await rowsThatName(named)).toEqual([])
  // Of a revocation the id is needed until no token can be as old; a flush takes it after two days.
  await flushExpired(undefined, inDays(15))
  expect((await rowsThatName([user.id])).filter((row) => !row.startsWith('audit_events: '))).toEqual([])
  expect(await db.auditEvent.count({ where: { userId: user.id, event: 'account.erase' } })).toBe(1)
})

test('an address that was given up before is forgotten with the mails that went to it', async () => {
  const recipient = `${randomUUID()}@example.org`
  const mail = { recipient, template: 'address-removed', locale: 'en', subject: '', text: '', html: '' }
  await db.mail.create({ data: { ...mail, state: 'sent' } })
  await db.mail.create({ data: { ...mail, state: 'queued' } })
  await flushExpired(undefined, inDays(13))
  expect(await db.mail.count({ where: { recipient } })).toBe(2)
  await flushExpired(undefined, inDays(15))
  expect(await db.mail.findMany({ where: { recipient }, select: { state: true } })).toEqual([{ state: 'queued' }])
})

test(
  'who took the deletion back, or is only disabled, stays; who is due goes once, by two jobs at once',
  race,
  async () => {
    await db.limit.deleteMany()
    const [kept, disabled, due] = [await newTokens(), await newTokens(), await newTokens()]
    for (const { user } of [kept, due]) await leave(user)
    await db.user.update({ where: { id: disabled.user.id }, data: { isActive: false } })
    const { text } = await db.mail.findFirstOrThrow({
      where: { recipient: kept.user.email, template: 'account-deleted' },
    })
    await undoDeletion({ token: /token=([\w-]{43})/.exec(text)?.[1] ?? '' }, testClient)
    const counts = await Promise.all([eraseDueAccounts(inDays(15)), eraseDueAccounts(inDays(15))])
    expect(counts.toSorted()).toEqual([0, 1])
    const ids = [kept, disabled, due].map(({ user }) => user.id)
    expect(await db.user.count({ where: { id: { in: ids } } })).toBe(2)
    await verifyCredentials({ email: kept.user.email, password: TEST_PASSWORD }, testClient)
  },
)

test('it is one of the jobs of the installation', () => {
  expect(jobs.map(({ name }) => name)).toContain('delete-accounts')
})
