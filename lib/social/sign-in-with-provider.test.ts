import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { undoChange } from '@/lib/accounts/undo-change'
import { db } from '@/lib/db'
import { findSignIn } from '@/lib/sessions/find-sign-in'
import { startBrowserSession } from '@/lib/sessions/start-session'
import { testClient as client, newPerson } from '@/lib/testing/api'
import { race } from '@/lib/testing/long'
import type { ProviderIdentity } from './provider'
import { signInWithProvider } from './sign-in-with-provider'

function newIdentity(changes: Partial<ProviderIdentity> = {}): ProviderIdentity {
  return {
    ...{
      provider: 'google',
      subject: randomUUID(),
      issuer: 'https://issuer.example',
      email: `${randomUUID()}@gmail.com`,
      isEmailVerified: true,
    },
    ...{ isAuthoritative: true, name: 'Mina', locale: 'ko', ...changes },
  }
}

const arrive = (identity: ProviderIdentity) => signInWithProvider({ identity, authTime: null, client, locale: 'en' })

async function userIdOf(arrival: Promise<Awaited<ReturnType<typeof arrive>>>): Promise<string> {
  const result = await arrival
  if (result.outcome !== 'signed_in') throw new Error(result.outcome)
  return result.session.userId
}

const identitiesOf = (userId: string) => db.account.findMany({ where: { userId }, select: { providerAccountId: true } })
const mailsTo = async (recipient: string) =>
  (await db.mail.findMany({ where: { recipient }, select: { template: true } })).map(({ template }) => template)

test('a new person gets a confirmed account, a profile and a session', async () => {
  const identity = newIdentity()
  const result = await arrive(identity)
  if (result.outcome !== 'signed_in') throw new Error(result.outcome)
  const signIn = await findSignIn(result.secret, client)
  expect(signIn?.user).toMatchObject({ email: identity.email, name: 'Mina', locale: 'ko', hasPassword: false })
  expect(signIn?.user.emailVerifiedAt).not.toBeNull()
  expect(signIn?.session.method).toBe('google')
})

test.each([
  [null, 'ko'],
  ['en', 'en'],
] as const)('a new person of whom the provider says the language %o is written to in %s', async (locale, own) => {
  const identity = newIdentity({ email: `${randomUUID()}@elsewhere.example`, isAuthoritative: false, locale })
  const userId = await userIdOf(signInWithProvider({ identity, authTime: null, client, locale: 'ko' }))
  expect(await db.profile.findUniqueOrThrow({ where: { userId } })).toMatchObject({ locale: own })
  const mails = await db.mail.findMany({ where: { recipient: identity.email ?? '' } })
  expect(mails).toMatchObject([{ template: 'account-made', locale: own }])
})

test('whoever takes their address over is written to in their own language, not in that of a squatter', async () => {
  const { id, email } = await newPerson({ isVerified: false })
  await db.profile.updateMany({ where: { userId: id }, data: { locale: 'en' } })
  const identity = newIdentity({ email, locale: null })
  expect(await userIdOf(signInWithProvider({ identity, authTime: null, client, locale: 'ko' }))).toBe(id)
  expect(await db.profile.findUniqueOrThrow({ where: { userId: id } })).toMatchObject({ locale: 'ko' })
  const mails = await db.mail.findMany({ where: { recipient: email }, orderBy: { id: 'asc' } })
  expect(mails.map(({ template, locale }) => [template, locale])).toEqual([
    ['squatter-evicted', 'ko'],
    ['provider-linked', 'ko'],
  ])
})

test.each([
  [null, 0],
  [3_600, -3_600],
  [-60, 0],
])('a sign-in %o seconds after the provider asked the person counts as that old', async (age, offset) => {
  const now = new Date()
  const authTime = age === null ? null : Math.floor(now.getTime() / 1_000) - age
  const arrival = { identity: newIdentity(), authTime, client, locale: 'en' } as const
  const result = await signInWithProvider(arrival, now)
  if (result.outcome !== 'signed_in') throw new Error(result.outcome)
  const offBy = result.session.authenticatedAt.getTime() - (now.getTime() + offset * 1_000)
  expect(Math.abs(offBy)).toBeLessThan(1_000)
})

test('R-11 whoever reads an address that a provider does not manage is told of the account, and may take it over', async () => {
  const managed = newIdentity()
  await arrive(managed)
  expect(await mailsTo(managed.email ?? '')).toEqual([])
  const email = `${randomUUID()}@elsewhere.example`
  const userId = await userIdOf(arrive(newIdentity({ provider: 'github', email, isAuthoritative: false })))
  const { text } = await db.mail.findFirstOrThrow({ where: { recipient: email, template: 'account-made' } })
  await undoChange({ token: /undo\?token=([\w-]{43})/.exec(text)?.[1] ?? '', locale: 'en' }, client)
  expect(await identitiesOf(userId)).toEqual([])
  expect(await db.session.count({ where: { userId, revokedAt: null } })).toBe(0)
})

test('a person who returns is found by subject, also with another address', async () => {
  const identity = newIdentity()
  const userId = await userIdOf(arrive(identity))
  expect(await userIdOf(arrive({ ...identity, email: `${randomUUID()}@gmail.com` }))).toBe(userId)
  expect(await userIdOf(arrive({ ...identity, email: null, isEmailVerified: false }))).toBe(userId)
  expect(await identitiesOf(userId)).toHaveLength(1)
})

test('where a change was undone just now nothing is linked, and whoever was linked before still gets in', async () => {
  const identity = newIdentity()
  const userId = await userIdOf(arrive(identity))
  const heldUntil = new Date(Date.now() + 60_000)
  const { email } = await db.user.update({ where: { id: userId }, data: { heldUntil } })
  const github = newIdentity({ provider: 'github', email })
  await expect(arrive(github)).rejects.toMatchObject({ code: 'account_held' })
  const refused = { event: 'account.sign_in', outcome: 'refused', reason: 'account_held', userId }
  expect(await db.auditEvent.count({ where: refused })).toBe(1)
  expect(await identitiesOf(userId)).toEqual([{ providerAccountId: identity.subject }])
  expect(await userIdOf(arrive(identity))).toBe(userId)
})

test('a verified account is linked where the provider is authoritative, and its owner told', async () => {
  const person = await newPerson()
  const identity = newIdentity({ email: person.email })
  expect(await userIdOf(arrive(identity))).toBe(person.id)
  expect(await identitiesOf(person.id)).toEqual([{ providerAccountId: identity.subject }])
  expect(await mailsTo(person.email)).toEqual(['provider-linked'])
})

test('R-07 of a sign-up for an address and whoever proved it at the same moment, the latter is linked', async () => {
  const identity = newIdentity()
  const email = identity.email ?? ''
  const waiting = await db.user.create({ data: { email }, select: { id: true } })
  const { id: userId } = await newPerson()
  await db.emailAddress.create({ data: { userId, email, verifiedAt: new Date() } })
  expect(await userIdOf(arrive(identity))).toBe(userId)
  expect(await db.user.findUnique({ where: { id: waiting.id } })).toMatchObject({ email, emailVerifiedAt: null })
})

test('O-15 a verified account is not linked by an address the provider does not manage', async () => {
  const person = await newPerson()
  const result = await arrive(newIdentity({ email: person.email, isAuthoritative: false }))
  expect(result.outcome).toBe('proof_needed')
  expect(await identitiesOf(person.id)).toEqual([])
  expect(await db.session.count({ where: { userId: person.id } })).toBe(0)
})

test('O-11 the same address with another subject is not the same account', async () => {
  const first = newIdentity()
  const userId = await userIdOf(arrive(first))
  const recycled = await arrive(newIdentity({ email: first.email }))
  expect(recycled.outcome).toBe('proof_needed')
  expect(await identitiesOf(userId)).toEqual([{ providerAccountId: first.subject }])
})

test('O-13 R-07 an unverified account is wiped before its owner enters, and the owner told', async () => {
  const squatter = await newPerson({ isVerified: false })
  const squatterProfile = { name: 'Squatter', nickname: 'trap', bio: 'trap', timeZone: 'UTC', pictureAt: new Date() }
  const squat = await startBrowserSession({ userId: squatter.id, method: 'password', isKept: true, client })
  await db.account.create({
    data: { userId: squatter.id, type: 'oidc', provider: 'other', providerAccountId: randomUUID() },
  })
  await db.profile.updateMany({ where: { userId: squatter.id }, data: squatterProfile })
  const identity = newIdentity({ email: squatter.email, isAuthoritative: false })

  expect(await userIdOf(arrive(identity))).toBe(squatter.id)

  const owner = await db.user.findUniqueOrThrow({ where: { id: squatter.id }, include: { profile: true } })
  expect(owner.passwordHash).toBeNull()
  expect(owner.emailVerifiedAt).not.toBeNull()
  expect(owner.profile).toMatchObject({ name: 'Mina', nickname: '', bio: '', timeZone: null, pictureAt: null })
  expect(await findSignIn(squat.secret, client)).toBeNull()
  expect(await identitiesOf(squatter.id)).toEqual([{ providerAccountId: identity.subject }])
  expect(await mailsTo(squatter.email)).toContain('squatter-evicted')
})

test('O-14 R-11 an address the provider does not mark verified links nothing and creates nothing', async () => {
  const person = await newPerson()
  const known = newIdentity({ email: person.email, isEmailVerified: false })
  expect(await arrive(known)).toMatchObject({ outcome: 'address_needed' })
  expect(await identitiesOf(person.id)).toEqual([])

  const unknown = newIdentity({ isEmailVerified: false })
  expect(await arrive(unknown)).toMatchObject({ outcome: 'address_needed' })
  expect(await arrive(newIdentity({ email: null }))).toMatchObject({ outcome: 'address_needed' })
  expect(await db.user.count({ where: { email: unknown.email ?? '' } })).toBe(0)
})

test('O-25 a disabled person is refused by subject and by address, and the refusal is recorded', async () => {
  const identity = newIdentity()
  const userId = await userIdOf(arrive(identity))
  await db.user.update({ where: { id: userId }, data: { isActive: false } })
  const refusal = { code: 'provider_account_disabled' }
  await expect(arrive(identity)).rejects.toMatchObject(refusal)
  await expect(arrive(newIdentity({ email: identity.email }))).rejects.toMatchObject(refusal)
  const recorded = { outcome: 'refused', reason: 'provider_account_disabled' }
  expect(await db.auditEvent.count({ where: recorded })).toBe(2)
})

test('O-30 the same subject of another issuer is refused where the provider moved, and noted where none was known', async () => {
  const identity = newIdentity()
  const userId = await userIdOf(arrive(identity))
  const moved = arrive({ ...identity, issuer: 'https://other.example', email: `${randomUUID()}@gmail.com` })
  await expect(moved).rejects.toMatchObject({ code: 'provider_failed', reason: 'issuer_changed' })
  await db.account.updateMany({ where: { userId }, data: { issuer: null } })
  expect(await userIdOf(arrive({ ...identity, issuer: 'https://other.example' }))).toBe(userId)
  await expect(arrive(identity)).rejects.toMatchObject({ reason: 'issuer_changed' })
})

test('O-30 the same subject at two providers is two identities', async () => {
  const google = newIdentity()
  const other = newIdentity({ provider: 'other', subject: google.subject })
  expect(await userIdOf(arrive(google))).not.toBe(await userIdOf(arrive(other)))
})

test('D-02 fifty first sign-ins at once make one person with one identity', race, async () => {
  const identity = newIdentity()
  const userIds = await Promise.all(Array.from({ length: 50 }, () => userIdOf(arrive(identity))))
  expect(new Set(userIds).size).toBe(1)
  expect(await db.user.count({ where: { email: identity.email ?? '' } })).toBe(1)
  expect(await identitiesOf(userIds[0] ?? '')).toHaveLength(1)
})
