import { randomUUID } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { db, pool } from '@/lib/db'
import { callApi, newTokens, TEST_PASSWORD, testClient } from '@/lib/testing/api'
import { race } from '@/lib/testing/long'
import { untilOneWaits } from '@/lib/testing/until-one-waits'
import { createPersonalToken } from '@/lib/tokens/create-personal-token'
import { proveAddress, requestAddress } from './add-address'
import { listAddresses, removeAddress } from './change-addresses'
import { changePassword } from './change-password'
import { resetPassword } from './reset-password'
import { signUp } from './sign-up'
import { findUndo, undoChange } from './undo-change'
import { verifyCredentials } from './verify-credentials'

beforeEach(() => db.limit.deleteMany())

const thiefsPassword = 'iron gate forty two'
const undo = (token: string, now?: Date) => undoChange({ token, locale: 'en' }, testClient, now)

/** The secret in the last mail to somebody that holds a link to this page. */
async function lastLink(recipient: string, page: 'undo' | 'confirm'): Promise<string> {
  const start = `/${page}?token=`
  const mail = await db.mail.findFirstOrThrow({
    where: { recipient, text: { contains: start } },
    orderBy: { id: 'desc' },
  })
  return mail.text.split(start)[1]?.slice(0, 43) ?? ''
}

/** Somebody who sits at a browser that is signed in: takes the address over, then the password. */
async function takeOver() {
  const { user, access } = await newTokens()
  const person = { id: user.id, email: user.email, locale: 'en' }
  const email = `${randomUUID()}@thief.example`
  await requestAddress({ user: person, email, isMain: true, locale: 'en' }, testClient)
  await proveAddress({ user: person, token: await lastLink(email, 'confirm'), locale: 'en' }, testClient)
  const actor = { user: { id: user.id, email }, sessionId: undefined }
  await changePassword({ actor, currentPassword: TEST_PASSWORD, newPassword: thiefsPassword, locale: 'en' }, testClient)
  return { user, person, access, thief: email, link: await lastLink(user.email, 'undo') }
}

test('R-25 the link at the old address takes back the address and the password, ends every sign-in and holds the rest', async () => {
  const { user, person, access, thief, link } = await takeOver()
  const thiefsLink = await lastLink(thief, 'undo')
  expect(await findUndo(link)).toEqual({ act: 'address_added', isPasswordVoid: true, earlier: [] })
  const { resetToken } = await undo(link)
  expect((await db.user.findUniqueOrThrow({ where: { id: user.id } })).email).toBe(user.email)
  expect((await listAddresses(user.id)).map(({ email }) => email)).toEqual([user.email])
  const headers = { authorization: `Bearer ${access}` }
  expect((await callApi('/accounts/me/', { method: 'GET', headers })).status).toBe(401)
  for (const password of [TEST_PASSWORD, thiefsPassword])
    await expect(verifyCredentials({ email: user.email, password }, testClient)).rejects.toMatchObject({
      code: 'bad_credentials',
    })
  await expect(undo(thiefsLink)).rejects.toMatchObject({ code: 'token_invalid' })

  const newPassword = 'copper lantern seventeen'
  await resetPassword({ token: resetToken ?? '', newPassword, locale: 'en' }, testClient)
  await verifyCredentials({ email: user.email, password: newPassword }, testClient)
  const request = { user: person, email: `${randomUUID()}@example.org`, isMain: false, locale: 'en' }
  await expect(requestAddress(request, testClient)).rejects.toMatchObject({ code: 'account_held' })
  const afterHold = new Date(Date.now() + 73 * 3_600_000)
  await expect(requestAddress(request, testClient, afterHold)).resolves.toBeUndefined()
})

test('R-25 a later link names what was changed before, and undoes it too where that is asked for', async () => {
  for (const isAll of [false, true]) {
    const { user } = await newTokens()
    const [person, added] = [{ id: user.id, email: user.email, locale: 'en' }, `${randomUUID()}@thief.example`]
    await requestAddress({ user: person, email: added, isMain: false, locale: 'en' }, testClient)
    await proveAddress({ user: person, token: await lastLink(added, 'confirm'), locale: 'en' }, testClient)
    const actor = { user, sessionId: undefined }
    await changePassword(
      { actor, currentPassword: TEST_PASSWORD, newPassword: thiefsPassword, locale: 'en' },
      testClient,
    )
    const token = await lastLink(user.email, 'undo')
    const earlier = [{ act: 'address_added', at: expect.any(Date) }]
    expect(await findUndo(token)).toEqual({ act: 'password', isPasswordVoid: true, earlier })
    await undoChange({ token, isAll, locale: 'en' }, testClient)
    const left = isAll ? [user.email] : [user.email, added]
    expect((await listAddresses(user.id)).map(({ email }) => email)).toEqual(left)
  }
})

test('an earlier change that was undone, or can no longer be, is not named', async () => {
  const { user } = await newTokens()
  const person = { id: user.id, email: user.email, locale: 'en' }
  const token = { user: person, name: 'Script', scopes: ['profile:read' as const], days: 30, locale: 'en' }
  for (let made = 0; made < 3; made += 1) await createPersonalToken(token, testClient)
  const [used, expired] = await db.oneTimeToken.findMany({ where: { userId: user.id }, orderBy: { createdAt: 'asc' } })
  const past = new Date(Date.now() - 1_000)
  await db.oneTimeToken.update({ where: { id: used?.id ?? '' }, data: { usedAt: past } })
  await db.oneTimeToken.update({ where: { id: expired?.id ?? '' }, data: { expiresAt: past } })
  expect(await findUndo(await lastLink(user.email, 'undo'))).toMatchObject({ earlier: [] })
})

test('what was changed later is undone though it was done by a process whose clock is behind', async () => {
  const { user } = await newTokens()
  const person = { id: user.id, email: user.email, locale: 'en' }
  const token = { user: person, name: 'Script', scopes: ['profile:read' as const], days: 30, locale: 'en' }
  const secrets = [await createPersonalToken(token, testClient)]
  const link = await lastLink(user.email, 'undo')
  secrets.push(await createPersonalToken(token, testClient))
  const [, later] = await db.oneTimeToken.findMany({ where: { userId: user.id }, orderBy: { id: 'asc' } })
  const id = uuidv7({ msecs: Date.now() - 5_000 })
  await db.oneTimeToken.update({ where: { id: later?.id ?? '' }, data: { id } })
  await undo(link)
  for (const secret of secrets) {
    const headers = { authorization: `Bearer ${secret}` }
    expect((await callApi('/accounts/me/', { method: 'GET', headers })).status).toBe(401)
  }
})

test('undoing a token revokes it and leaves what came before alone', async () => {
  const { user } = await newTokens()
  const person = { id: user.id, email: user.email, locale: 'en' }
  const token = { user: person, name: 'Script', scopes: ['profile:read' as const], days: 30, locale: 'en' }
  const kept = await createPersonalToken(token, testClient)
  const undone = await createPersonalToken(token, testClient)
  await undo(await lastLink(user.email, 'undo'))
  const ask = (secret: string) =>
    callApi('/accounts/me/', { method: 'GET', headers: { authorization: `Bearer ${secret}` } })
  expect((await ask(undone)).status).toBe(401)
  expect((await ask(kept)).status).toBe(200)
})

test('whatever is undone, a password that was there is void, and one is chosen anew; without one nothing is to choose', async () => {
  for (const passwordHash of [undefined, null]) {
    const { user } = await newTokens()
    if (passwordHash === null) await db.user.update({ where: { id: user.id }, data: { passwordHash } })
    const person = { id: user.id, email: user.email, locale: 'en' }
    await createPersonalToken({ user: person, name: 'Script', scopes: [], days: 30, locale: 'en' }, testClient)
    const { resetToken } = await undo(await lastLink(user.email, 'undo'))
    const enter = verifyCredentials({ email: user.email, password: TEST_PASSWORD }, testClient)
    await expect(enter).rejects.toMatchObject({ code: 'bad_credentials' })
    expect(resetToken).toEqual(passwordHash === null ? null : expect.stringMatching(/^[\w-]{43}$/))
  }
})

test('the link to choose a password proves the address that came back', async () => {
  const { user, link } = await takeOver()
  await undo(link)
  const open = { userId: user.id, purpose: 'reset_password', usedAt: null }
  expect(await db.oneTimeToken.findMany({ where: open })).toMatchObject([{ data: { email: user.email } }])
})

test('a first password that is set at the very moment of the undoing is void too', async () => {
  const { user, link } = await takeOver()
  const { passwordHash } = await db.user.findUniqueOrThrow({ where: { id: user.id } })
  await db.user.update({ where: { id: user.id }, data: { passwordHash: null } })
  const thief = await pool.connect()
  onTestFinished(() => thief.release())
  await thief.query('BEGIN')
  await thief.query('UPDATE users SET password_hash = $1 WHERE id = $2', [passwordHash, user.id])
  const undoing = undo(link)
  await untilOneWaits()
  await thief.query('COMMIT')
  expect(await undoing).toEqual({ resetToken: expect.stringMatching(/^[\w-]{43}$/) })
  expect(await db.user.findUniqueOrThrow({ where: { id: user.id } })).toMatchObject({ passwordHash: null })
})

test('R-25 an address comes back though whoever took it away has signed up with it since', async () => {
  const { user, person, thief, link } = await takeOver()
  await removeAddress({ user: { ...person, email: thief }, email: user.email, locale: 'en' }, testClient)
  await signUp({ email: user.email, password: thiefsPassword, name: 'Thief', locale: 'en' }, testClient)
  await undo(link)
  expect((await db.user.findUniqueOrThrow({ where: { id: user.id } })).email).toBe(user.email)
  expect(await db.user.count({ where: { email: user.email } })).toBe(1)
  expect((await listAddresses(user.id)).map(({ email }) => email)).toEqual([user.email])
})

test('R-12 a link undoes once, within seven days', async () => {
  const { link } = await takeOver()
  expect(await findUndo(link, new Date(Date.now() + 8 * 86_400_000))).toBeNull()
  await undo(link)
  await expect(undo(link)).rejects.toMatchObject({ code: 'token_invalid' })
})

test('of ten requests with one link one undoes', race, async () => {
  const { link } = await takeOver()
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => undo(link)))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('R-13 a link to undo opens nothing else', async () => {
  const { link } = await takeOver()
  const reset = resetPassword({ token: link, newPassword: 'copper lantern seventeen', locale: 'en' }, testClient)
  await expect(reset).rejects.toMatchObject({ code: 'token_invalid' })
})
