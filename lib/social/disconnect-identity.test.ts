import { randomUUID } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { findUndo, undoChange } from '@/lib/accounts/undo-change'
import { db } from '@/lib/db'
import { listSessions } from '@/lib/sessions/end-sessions'
import { startTokenSession } from '@/lib/sessions/start-session'
import { testClient as client, newPerson } from '@/lib/testing/api'
import { race } from '@/lib/testing/long'
import { connectIdentity } from './connect-identity'
import { disconnectIdentity } from './disconnect-identity'

vi.hoisted(() => {
  const keys = { AUTH_GOOGLE_ID: 'ours', AUTH_GOOGLE_SECRET: 'secret', AUTH_GITHUB_ID: 'ours', AUTH_GITHUB_SECRET: 'x' }
  Object.assign(process.env, keys)
})

/** Somebody without a password who signs in by these providers. */
async function newSocialOnly(...providers: string[]) {
  const { id: userId, email } = await newPerson()
  await db.user.update({ where: { id: userId }, data: { passwordHash: null } })
  const numbers: number[] = []
  for (const provider of providers) {
    const identity = { userId, type: 'oidc', provider, providerAccountId: randomUUID() }
    numbers.push((await db.account.create({ data: identity })).number)
  }
  const session = await startTokenSession({ userId, method: providers[0] ?? '', client })
  const unlink = (number = 0) => disconnectIdentity({ userId, sessionId: session.id, number }, client)
  return { userId, email, numbers, session, unlink }
}

const undoTokenIn = ({ text }: { text: string }) => /undo\?token=([\w-]{43})/.exec(text)?.[1] ?? ''

test('O-21 the last way in stays, and a provider that is switched off is none', async () => {
  const { numbers, unlink } = await newSocialOnly('google', 'switched-off')
  await expect(unlink(numbers[0])).rejects.toMatchObject({ code: 'last_sign_in_method' })
  await expect(unlink(numbers[1])).resolves.toMatchObject({ provider: 'switched-off' })
  await expect(unlink(numbers[0])).rejects.toMatchObject({ code: 'last_sign_in_method' })
})

test('O-21 of two that are unlinked at once one stays', race, async () => {
  const { userId, numbers, unlink } = await newSocialOnly('google', 'github')
  const outcomes = await Promise.allSettled(numbers.map((number) => unlink(number)))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await db.account.count({ where: { userId } })).toBe(1)
})

test('unlinking is told, ends every other sign-in by that provider, and is undone from the mail', async () => {
  const { userId, email, numbers, session, unlink } = await newSocialOnly('google', 'github')
  const { id: byGitHub } = await startTokenSession({ userId, method: 'github', client })
  const { id: byGoogle } = await startTokenSession({ userId, method: 'google', client })
  const { providerAccountId } = await unlink(numbers[0])
  const live = (await listSessions(userId)).map(({ id }) => id)
  expect(live.toSorted()).toEqual([session.id, byGitHub].toSorted())
  expect(live).not.toContain(byGoogle)
  const mail = await db.mail.findFirstOrThrow({ where: { recipient: email, template: 'provider-unlinked' } })
  const token = undoTokenIn(mail)
  expect(await findUndo(token)).toMatchObject({ act: 'identity_unlinked', isPasswordVoid: false })
  await undoChange({ token, locale: 'en' }, client)
  const identities = await db.account.findMany({ where: { userId } })
  expect(identities.map((one) => one.providerAccountId)).toContain(providerAccountId)
})

test('undoing that an identity was unlinked brings none back that was linked within the week: it may be a thief’s', async () => {
  const { userId, email, session } = await newSocialOnly('google', 'github')
  const subject = randomUUID()
  const identity = {
    ...{ provider: 'google', subject, issuer: 'https://issuer.example', email: null, name: 'Mina', locale: null },
    ...{ isEmailVerified: false, isAuthoritative: false },
  }
  await connectIdentity({ identity, userId, sessionId: session.id, locale: 'en' }, client)
  const { number } = await db.account.findFirstOrThrow({ where: { providerAccountId: subject } })
  await disconnectIdentity({ userId, sessionId: session.id, number }, client)
  const mail = await db.mail.findFirstOrThrow({ where: { recipient: email, template: 'provider-unlinked' } })
  await undoChange({ token: undoTokenIn(mail), locale: 'en' }, client)
  expect(await db.account.count({ where: { providerAccountId: subject } })).toBe(0)
  expect(await db.account.count({ where: { userId } })).toBe(2)
})

test('O-22 nothing is unlinked long after the sign-in, or by a stranger', async () => {
  const { userId, numbers, session, unlink } = await newSocialOnly('google', 'github')
  const stranger = await newSocialOnly('google', 'github')
  await expect(stranger.unlink(numbers[0])).rejects.toMatchObject({ code: 'not_found' })
  const authenticatedAt = new Date(Date.now() - 3_600_000)
  await db.session.update({ where: { id: session.id }, data: { authenticatedAt } })
  await expect(unlink(numbers[0])).rejects.toMatchObject({ code: 'recent_sign_in_required' })
  expect(await db.account.count({ where: { userId } })).toBe(2)
})
