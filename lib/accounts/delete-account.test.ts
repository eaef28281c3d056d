import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { endAllSessions, listSessions } from '@/lib/sessions/end-sessions'
import { findSignIn } from '@/lib/sessions/find-sign-in'
import { callApi, newPerson, newTokens, TEST_PASSWORD, testClient } from '@/lib/testing/api'
import { race } from '@/lib/testing/long'
import { createPersonalToken } from '@/lib/tokens/create-personal-token'
import { flushExpired } from '@/lib/tokens/flush-expired'
import { obtainTokens } from '@/lib/tokens/obtain-tokens'
import { refreshTokens } from '@/lib/tokens/refresh-tokens'
import { holdAccount } from './account-hold'
import { proveAddress, requestAddress } from './add-address'
import { createUser } from './create-user'
import { deactivateUser } from './deactivate-user'
import { deleteAccount } from './delete-account'
import { eraseDueAccounts } from './erase-accounts'
import { rowsThatName } from './rows-that-name.fixture'
import { signIn } from './sign-in'
import { undoChange } from './undo-change'
import { findDeletion, undoDeletion } from './undo-deletion'
import { verifyCredentials } from './verify-credentials'

type Leaving = { id: string; email: string; role?: 'user' | 'staff' | 'owner' }

const leave = ({ id, email, role = 'user' }: Leaving, now?: Date) =>
  deleteAccount({ user: { id, email, role, locale: null }, locale: 'en' }, testClient, now)
const back = (token: string, now?: Date) => undoDeletion({ token }, testClient, now)
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000)
const stateOf = (id: string) =>
  db.user.findUniqueOrThrow({ where: { id }, select: { isActive: true, deletionAt: true } })

async function lastLink(recipient: string, page: 'undo' | 'undo-deletion' | 'confirm'): Promise<string> {
  const start = `/${page}?token=`
  const where = { recipient, text: { contains: start } }
  const mail = await db.mail.findFirstOrThrow({ where, orderBy: { id: 'desc' } })
  return mail.text.split(start)[1]?.slice(0, 43) ?? ''
}

test('deleting ends every sign-in and token at once, and a right password is a wrong one', async () => {
  const { user, access, refresh } = await newTokens()
  const browser = await signIn({ email: user.email, password: TEST_PASSWORD, isKept: false }, testClient)
  const token = { name: 'Script', scopes: ['profile:read' as const], days: 30, locale: 'en' }
  const secret = await createPersonalToken({ ...token, user: { ...user, locale: null } }, testClient)
  await leave(user)
  const { isActive, deletionAt } = await stateOf(user.id)
  expect(isActive).toBe(false)
  expect((deletionAt?.getTime() ?? 0) / 86_400_000).toBeCloseTo(inDays(14).getTime() / 86_400_000, 2)
  expect(await findSignIn(browser.secret, testClient)).toBeNull()
  for (const bearer of [access, secret]) {
    const headers = { authorization: `Bearer ${bearer}` }
    expect((await callApi('/accounts/me/', { method: 'GET', headers })).status).toBe(401)
  }
  await expect(refreshTokens({ refresh }, testClient)).rejects.toMatchObject({ code: 'token_not_valid' })
  const password = { email: user.email, password: TEST_PASSWORD }
  await expect(verifyCredentials(password, testClient)).rejects.toMatchObject({ code: 'bad_credentials' })
  await expect(leave(user)).rejects.toMatchObject({ code: 'conflict' })
})

test('the link in the mail takes it back once within two weeks; what was open before stays closed', async () => {
  const { user, refresh } = await newTokens()
  await leave(user)
  const link = await lastLink(user.email, 'undo-deletion')
  expect(await findDeletion(link, inDays(13))).toEqual((await stateOf(user.id)).deletionAt)
  expect(await findDeletion(link, inDays(15))).toBeNull()
  await expect(back(link, inDays(15))).rejects.toMatchObject({ code: 'token_invalid' })
  await back(link, inDays(13))
  expect(await stateOf(user.id)).toEqual({ isActive: true, deletionAt: null })
  await verifyCredentials({ email: user.email, password: TEST_PASSWORD }, testClient)
  await expect(refreshTokens({ refresh }, testClient)).rejects.toMatchObject({ code: 'token_not_valid' })
  await expect(back(link)).rejects.toMatchObject({ code: 'token_invalid' })
  expect(await findDeletion(link)).toBeNull()
})

test('R-25 a thief who moved the main address and deleted the account is undone by either link', async () => {
  for (const page of ['undo', 'undo-deletion'] as const) {
    const { user } = await newTokens()
    const person = { id: user.id, email: user.email, locale: 'en' }
    const email = `thief-${user.id}@thief.example`
    await requestAddress({ user: person, email, isMain: true, locale: 'en' }, testClient)
    await proveAddress({ user: person, token: await lastLink(email, 'confirm'), locale: 'en' }, testClient)
    await leave(user)
    const token = await lastLink(user.email, page)
    if (page === 'undo') await undoChange({ token, locale: 'en' }, testClient)
    else await back(token)
    expect(await stateOf(user.id)).toEqual({ isActive: true, deletionAt: null })
  }
})

test('an account on which a change was undone is not deleted for three days', async () => {
  const user = await newPerson()
  await holdAccount(db, user.id, new Date())
  await expect(leave(user)).rejects.toMatchObject({ code: 'account_held' })
  await expect(leave(user, inDays(4))).resolves.toEqual({ isUndoable: true })
})

test('a sign-up that never proved its address goes at once, and leaves the address free', async () => {
  const user = await newPerson({ isVerified: false })
  expect(await leave(user)).toEqual({ isUndoable: false })
  expect(await db.user.count({ where: { email: user.email } })).toBe(0)
  expect(await db.mail.count({ where: { recipient: user.email } })).toBe(0)
  await createUser({ email: user.email, password: TEST_PASSWORD, isVerified: true })
})

test('what staff disable meanwhile is not brought back by the link', async () => {
  const user = await newPerson()
  await leave(user)
  await deactivateUser(user.email, testClient)
  await expect(back(await lastLink(user.email, 'undo-deletion'))).rejects.toMatchObject({ code: 'token_invalid' })
})

test('of two owners who leave at once one stays', race, async () => {
  await db.user.updateMany({ where: { role: 'owner' }, data: { role: 'user' } })
  const owners = await Promise.all([newPerson(), newPerson()])
  const ids = owners.map(({ id }) => id)
  await db.user.updateMany({ where: { id: { in: ids } }, data: { role: 'owner' } })
  const outcomes = await Promise.allSettled(owners.map((owner) => leave({ ...owner, role: 'owner' })))
  const refusals = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason.code)
  expect(refusals).toEqual(['last_owner'])
})

/** Does this to somebody who signs in and refreshes at the same moment. */
async function whileActing(user: { email: string }, refresh: string, act: () => Promise<unknown>) {
  await db.limit.deleteMany()
  const password = { email: user.email, password: TEST_PASSWORD }
  const outcomes = await Promise.allSettled([
    act(),
    signIn({ ...password, isKept: true }, testClient),
    obtainTokens(password, testClient),
    refreshTokens({ refresh }, testClient),
  ])
  expect(outcomes[0].status).toBe('fulfilled')
  return outcomes
}

test(
  'D-15 of a deletion, a sign-in and a refresh at once no row is left once the account is erased',
  race,
  async () => {
    const { user, refresh } = await newTokens()
    await whileActing(user, refresh, () => leave(user))
    const sessions = await db.session.findMany({ where: { userId: user.id } })
    const tokens = await db.outstandingToken.findMany({ where: { userId: user.id } })
    const named = [user.id, user.email, ...sessions.map(({ id }) => id), ...tokens.map(({ jti }) => jti)]
    expect((await rowsThatName(named)).length).toBeGreaterThan(named.length)
    await whileActing(user, refresh, () => eraseDueAccounts(inDays(15)))
    // Of a revocation the ids are needed until no token can be as old; a flush takes it after two days.
    await flushExpired(undefined, inDays(15))
    expect((await rowsThatName(named)).filter((row) => !row.startsWith('audit_events: '))).toEqual([])
  },
)

test('D-15 of a deletion, a sign-in and a refresh at once nothing that was issued lives on', race, async () => {
  const { user, refresh } = await newTokens()
  const [, browser, pair, child] = await whileActing(user, refresh, () => leave(user))
  const secret = browser.status === 'fulfilled' ? browser.value.secret : ''
  const issued = [pair, child].flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  const alive = async () => [
    await findSignIn(secret, testClient),
    ...(await Promise.allSettled(issued.map((tokens) => refreshTokens({ refresh: tokens.refresh ?? '' }, testClient))))
      .filter(({ status }) => status === 'fulfilled')
      .map(() => 'refreshed'),
    ...(await listSessions(user.id)),
  ]
  expect(await alive()).toEqual([null])
  await back(await lastLink(user.email, 'undo-deletion'))
  expect(await alive()).toEqual([null])
  expect(await endAllSessions({ userId: user.id, reason: 'signed_out', client: testClient })).toEqual([])
})
