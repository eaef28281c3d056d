import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { db, pool } from '@/lib/db'
import { newPerson, TEST_PASSWORD, testClient } from '@/lib/testing/api'
import { race } from '@/lib/testing/long'
import { untilOneWaits } from '@/lib/testing/until-one-waits'
import { proveAddress, requestAddress } from './add-address'
import { listAddresses, makeMain, removeAddress } from './change-addresses'
import { confirmEmail } from './confirm-email'
import { issueResetToken } from './request-password-reset'
import { resetPassword } from './reset-password'
import { signUp, signUpAtOnce } from './sign-up'
import type { CredentialUser } from './store'
import { verifyCredentials } from './verify-credentials'

const newAddress = () => `${randomUUID()}@example.org`
const asPerson = (user: CredentialUser) => ({ id: user.id, email: user.email, locale: 'en' })
const mailsTo = (recipient: string) =>
  db.mail.findMany({ where: { recipient }, select: { template: true, text: true } })
const templatesTo = async (recipient: string) => (await mailsTo(recipient)).map(({ template }) => template)
const mainOf = async (id: string) => (await db.user.findUniqueOrThrow({ where: { id } })).email

/** Asks for an address and reads the link that was mailed to it. */
async function ask(user: CredentialUser, email = newAddress(), isMain = false) {
  await requestAddress({ user: asPerson(user), email, isMain, locale: 'en' }, testClient)
  const mail = (await mailsTo(email)).findLast(({ template }) => template === 'confirm-address')
  return { email, token: /token=([\w-]{43})/.exec(mail?.text ?? '')?.[1] ?? '' }
}

const prove = (user: CredentialUser, token: string, now?: Date) =>
  proveAddress({ user: asPerson(user), token, locale: 'en' }, testClient, now)

async function add(user: CredentialUser, email?: string, isMain?: boolean): Promise<string> {
  const asked = await ask(user, email, isMain)
  await prove(user, asked.token)
  return asked.email
}

test('R-25 the main address changes once the new one is proved; the old one is told, and both sign in', async () => {
  const user = await newPerson()
  const asked = await ask(user, newAddress(), true)
  expect(await mainOf(user.id)).toBe(user.email)
  await prove(user, asked.token)
  expect(await mainOf(user.id)).toBe(asked.email)
  expect(await templatesTo(user.email)).toEqual(['main-address-changed'])
  for (const email of [user.email, asked.email])
    expect((await verifyCredentials({ email, password: TEST_PASSWORD }, testClient)).id).toBe(user.id)
})

test('a further address is kept beside the main one, becomes it, and the other is removed; all of it is told', async () => {
  const user = await newPerson()
  const email = await add(user)
  expect(await templatesTo(user.email)).toEqual(['address-added'])
  await makeMain({ user: asPerson(user), email, locale: 'en' }, testClient)
  await removeAddress({ user: asPerson(user), email: user.email, locale: 'en' }, testClient)
  expect((await listAddresses(user.id)).map((address) => address.email)).toEqual([email])
  expect(await templatesTo(user.email)).toEqual(['address-added', 'main-address-changed', 'address-removed'])
  expect(await templatesTo(email)).toEqual(['confirm-address', 'address-removed'])
  await expect(verifyCredentials({ email: user.email, password: TEST_PASSWORD }, testClient)).rejects.toMatchObject({
    code: 'bad_credentials',
  })
})

test('the main address stays, and nobody makes an address theirs that they have not proved', async () => {
  const [user, stranger] = [await newPerson(), await newPerson()]
  const act = (email: string) => ({ user: asPerson(user), email, locale: 'en' })
  await expect(removeAddress(act(user.email), testClient)).rejects.toMatchObject({ code: 'main_address_stays' })
  await expect(removeAddress(act(stranger.email), testClient)).rejects.toMatchObject({ code: 'not_found' })
  await expect(makeMain(act(stranger.email), testClient)).rejects.toMatchObject({ code: 'not_found' })
  await expect(ask(user, user.email)).rejects.toMatchObject({ fields: { email: ['address_yours'] } })
})

test('R-12 a link proves once, in time, for the person who asked, and until a newer one', async () => {
  const [user, stranger] = [await newPerson(), await newPerson()]
  const [old, current] = [await ask(user), await ask(user)]
  const invalid = { code: 'token_invalid' }
  await expect(prove(user, old.token)).rejects.toMatchObject(invalid)
  await expect(prove(stranger, current.token)).rejects.toMatchObject(invalid)
  await expect(prove(user, current.token, new Date(Date.now() + 4 * 86_400_000))).rejects.toMatchObject(invalid)
  await prove(user, current.token)
  await expect(prove(user, current.token)).rejects.toMatchObject(invalid)
})

test('R-26 whoever proves an address first has it; a sign-up that only waits gives way', async () => {
  const [user, other] = [await newPerson(), await newPerson()]
  const email = newAddress()
  await signUp({ email, password: TEST_PASSWORD, name: 'Squatter', locale: 'en' }, testClient)
  const [asked, alsoAsked] = [await ask(user, email), await ask(other, email)]
  await prove(user, asked.token)
  expect(await db.user.count({ where: { email } })).toBe(0)
  await expect(prove(other, alsoAsked.token)).rejects.toMatchObject({ code: 'address_taken' })
  await signUp({ email, password: TEST_PASSWORD, name: 'Late', locale: 'en' }, testClient)
  expect(await db.user.count({ where: { email } })).toBe(0)
  expect(await templatesTo(user.email)).toContain('already-registered')
})

test('D-05 of a confirmation, a change and another change of one address at once, one wins', race, async () => {
  await db.limit.deleteMany()
  const email = newAddress()
  const { signUpSecret } = await signUp({ email, password: TEST_PASSWORD, name: 'New', locale: 'en' }, testClient)
  const mail = (await mailsTo(email)).find(({ template }) => template === 'confirm-email')
  const token = /token=([\w-]{43})/.exec(mail?.text ?? '')?.[1] ?? ''
  const [one, two] = [await newPerson(), await newPerson()]
  const [first, second] = [await ask(one, email, true), await ask(two, email, true)]
  const outcomes = await Promise.allSettled([
    confirmEmail({ token, signUpSecret }, testClient),
    prove(one, first.token),
    prove(two, second.token),
  ])
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await db.user.count({ where: { email, emailVerifiedAt: { not: null } } })).toBe(1)
  expect(await db.emailAddress.count({ where: { email } })).toBe(1)
})

test('R-18 R-10 a link to reset is void once the main address changed, and a change that waits once the password was reset', async () => {
  const user = await newPerson()
  const { token } = await issueResetToken(user.email, testClient)
  const email = await add(user, newAddress(), true)
  const reset = (link: string) =>
    resetPassword({ token: link, newPassword: 'copper lantern seventeen', locale: 'en' }, testClient)
  await expect(reset(token)).rejects.toMatchObject({ code: 'token_invalid' })
  const waiting = await ask(user)
  await reset((await issueResetToken(email, testClient)).token)
  await expect(prove(user, waiting.token)).rejects.toMatchObject({ code: 'token_invalid' })
})

test('R-18 what was mailed to an address is void once it is removed, and the mail that says so undoes nothing', async () => {
  const user = await newPerson()
  const email = await add(user)
  const { token } = await issueResetToken(email, testClient)
  await removeAddress({ user: asPerson(user), email, locale: 'en' }, testClient)
  const reset = resetPassword({ token, newPassword: 'copper lantern seventeen', locale: 'en' }, testClient)
  await expect(reset).rejects.toMatchObject({ code: 'token_invalid' })
  const texts = async (recipient: string) => (await mailsTo(recipient)).at(-1)?.text
  expect(await texts(user.email)).toContain('/undo?token=')
  expect(await texts(email)).not.toContain('token=')
})

test('D-05 who signs up with an address while its owner proves it gets nothing of the owner', race, async () => {
  const [owner, email] = [await newPerson(), newAddress()]
  const squat = { email, password: TEST_PASSWORD, name: 'Squatter', locale: 'en' }
  await signUp(squat, testClient)
  const proving = await pool.connect()
  onTestFinished(() => proving.release())
  await proving.query('BEGIN')
  await proving.query('DELETE FROM users WHERE email = $1', [email])
  const row = [randomUUID(), owner.id, email]
  await proving.query('INSERT INTO email_addresses (id, user_id, email, verified_at) VALUES ($1, $2, $3, now())', row)
  const arriving = signUpAtOnce(squat, testClient).catch((error: unknown) => error)
  await untilOneWaits()
  await proving.query('COMMIT')
  expect(await arriving).toMatchObject({ code: 'unavailable' })
  expect(await db.user.count({ where: { email } })).toBe(0)
  await expect(signUpAtOnce(squat, testClient)).rejects.toMatchObject({ code: 'conflict' })
})
