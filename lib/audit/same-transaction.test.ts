import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { proveAddress, requestAddress } from '@/lib/accounts/add-address'
import { makeMain, removeAddress } from '@/lib/accounts/change-addresses'
import { changePassword } from '@/lib/accounts/change-password'
import { confirmEmail } from '@/lib/accounts/confirm-email'
import { confirmPassword } from '@/lib/accounts/confirm-password'
import { createUser } from '@/lib/accounts/create-user'
import { deactivateUser } from '@/lib/accounts/deactivate-user'
import { deleteAccount } from '@/lib/accounts/delete-account'
import { eraseDueAccounts } from '@/lib/accounts/erase-accounts'
import { removePicture, updateProfile } from '@/lib/accounts/profile'
import { issueResetToken } from '@/lib/accounts/request-password-reset'
import { resetPassword } from '@/lib/accounts/reset-password'
import { profileSchema } from '@/lib/accounts/schemas'
import { signIn } from '@/lib/accounts/sign-in'
import { signUp } from '@/lib/accounts/sign-up'
import { undoChange } from '@/lib/accounts/undo-change'
import { undoDeletion } from '@/lib/accounts/undo-deletion'
import { db, pool } from '@/lib/db'
import { requestExport } from '@/lib/exports/request-export'
import { endAllSessions } from '@/lib/sessions/end-sessions'
import { findSignIn } from '@/lib/sessions/find-sign-in'
import { connectIdentity } from '@/lib/social/connect-identity'
import { disconnectIdentity } from '@/lib/social/disconnect-identity'
import { proveAddress as proveAddressByCode, requestAddressCode } from '@/lib/social/prove-address'
import { signInWithProvider } from '@/lib/social/sign-in-with-provider'
import { callApi, testClient as client, newPerson, newTokens, TEST_PASSWORD as password } from '@/lib/testing/api'
import { mailedToken } from '@/lib/testing/mailed-token'
import { configureProvider } from '@/lib/testing/providers'
import { createPersonalToken } from '@/lib/tokens/create-personal-token'
import { blacklistByStaff, endAllByStaff } from '@/lib/tokens/end-by-staff'
import { issueTokens } from '@/lib/tokens/issue-tokens'
import { pullSigningKey } from '@/lib/tokens/rotate-signing-keys'
import { getSigningKey } from '@/lib/tokens/signing-keys'
import { hexOf } from '@/lib/tokens/store'
import { everything, loseAudit } from './lost-audit.fixture'

beforeAll(() => configureProvider('google'))

async function newSignIn() {
  const user = await newPerson()
  const { secret } = await signIn({ email: user.email, password, isKept: false }, client)
  const found = await findSignIn(secret, client)
  if (!found) throw new Error('nobody is signed in')
  await issueTokens({ user, method: 'password', client })
  const { rows } = await pool.query(`SELECT ${hexOf('jti')} AS jti FROM outstanding_tokens WHERE user_id = $1`, [
    user.id,
  ])
  return { user, signIn: found, jti: String(rows[0]?.jti) }
}

type Stage = Awaited<ReturnType<typeof newSignIn>>
const staffId = randomUUID()

test.each<[string, (stage: Stage) => Promise<unknown>]>([
  ['sign up', () => signUp({ email: `${staffId}@example.org`, password, name: 'Mina', locale: 'en' }, client)],
  ['make an account', () => createUser({ email: `${randomUUID()}@example.org` }, client)],
  ['sign in', ({ user }) => signIn({ email: user.email, password, isKept: false }, client)],
  ['make a link to choose another password', ({ user }) => issueResetToken(user.email, client)],
  [
    'choose another password',
    ({ signIn: actor }) =>
      changePassword({ actor, currentPassword: password, newPassword: 'amber kettle 19', locale }, client),
  ],
  ['prove who it is', (stage) => confirmPassword({ ...stage, password }, client)],
  [
    'change the profile',
    ({ user }) => updateProfile({ userId: user.id, ...profileSchema.parse({ name: 'Eve' }) }, client),
  ],
  ['remove the picture', ({ user }) => removePicture(user.id, client)],
  ['sign out everywhere', ({ user }) => endAllSessions({ userId: user.id, reason: 'signed_out_everywhere', client })],
  ['disable a person', ({ user }) => deactivateUser(user.email, client)],
  ['blacklist a token', ({ jti }) => blacklistByStaff({ jti, staffId, client })],
  ['pull a signing key', async () => pullSigningKey((await getSigningKey()).kid ?? '', client)],
  ['end every sign-in as staff', ({ user }) => endAllByStaff({ userId: user.id, staffId, client })],
])('D-19 without its audit event nothing happens: %s', async (_, act) => {
  const stage = await newSignIn()
  const before = await everything()
  await loseAudit()
  await expect(act(stage)).rejects.toThrow('no audit')
  expect(await everything()).toBe(before)
})

const locale = 'en' as const
const newPassword = 'amber kettle 19'
const newAddress = () => `${randomUUID()}@example.org`
const asPerson = ({ user: { id, email } }: Stage) => ({ id, email, locale, role: 'user' as const })

const newIdentity = (email: string) => ({
  ...{ provider: 'google', subject: randomUUID(), issuer: 'https://issuer.example', email, isEmailVerified: true },
  ...{ isAuthoritative: true, name: '', locale: null },
})

const arrive = (email: string) => signInWithProvider({ identity: newIdentity(email), authTime: null, client, locale })

async function addAddress({ user: { id: userId } }: Stage): Promise<string> {
  const email = newAddress()
  await db.emailAddress.create({ data: { id: randomUUID(), userId, email, verifiedAt: new Date() } })
  return email
}

async function askForAddress(stage: Stage): Promise<string> {
  const email = newAddress()
  await requestAddress({ user: asPerson(stage), email, isMain: true, locale }, client)
  return mailedToken(email)
}

const makeToken = (stage: Stage) =>
  createPersonalToken({ user: asPerson(stage), name: '', scopes: [], days: 1, locale }, client)
const leave = (stage: Stage) => deleteAccount({ user: asPerson(stage), locale }, client)

/** Each readies what it needs while the log can still be written, and returns the act. */
test.each<[string, (stage: Stage) => Promise<() => Promise<unknown>>]>([
  [
    'confirm an address',
    async () => {
      const email = newAddress()
      const { signUpSecret } = await signUp({ email, password, name: 'Mina', locale }, client)
      const token = await mailedToken(email)
      return () => confirmEmail({ token, signUpSecret }, client)
    },
  ],
  [
    'choose a password by a link',
    async ({ user }) => {
      const { token } = await issueResetToken(user.email, client)
      return () => resetPassword({ token, newPassword, locale }, client)
    },
  ],
  [
    'choose a password that is too weak',
    async ({ signIn: actor }) =>
      () =>
        changePassword({ actor, currentPassword: password, newPassword: '1', locale }, client),
  ],
  ['ask for an address', async (stage) => () => askForAddress(stage)],
  [
    'prove an address',
    async (stage) => {
      const token = await askForAddress(stage)
      return () => proveAddress({ user: asPerson(stage), token, locale }, client)
    },
  ],
  [
    'make an address the main one',
    async (stage) => {
      const email = await addAddress(stage)
      return () => makeMain({ user: asPerson(stage), email, locale }, client)
    },
  ],
  [
    'remove an address',
    async (stage) => {
      const email = await addAddress(stage)
      return () => removeAddress({ user: asPerson(stage), email, locale }, client)
    },
  ],
  ['delete the account', async (stage) => () => leave(stage)],
  [
    'take the deletion back',
    async (stage) => {
      await leave(stage)
      const token = await mailedToken(stage.user.email)
      return () => undoDeletion({ token }, client)
    },
  ],
  [
    'erase who is due',
    async (stage) => {
      await leave(stage)
      return () => eraseDueAccounts(new Date(Date.now() + 15 * 86_400_000))
    },
  ],
  [
    'undo a change',
    async (stage) => {
      await makeToken(stage)
      const token = await mailedToken(stage.user.email)
      return () => undoChange({ token, locale }, client)
    },
  ],
  [
    'ask for an export',
    async ({ user }) =>
      () =>
        requestExport({ userId: user.id, locale }, client),
  ],
  ['make a personal token', async (stage) => () => makeToken(stage)],
  [
    'link',
    async ({ user, signIn: { session } }) => {
      const identity = newIdentity(newAddress())
      return () => connectIdentity({ identity, userId: user.id, sessionId: session.id, locale }, client)
    },
  ],
  [
    'link by arriving',
    async ({ user }) =>
      () =>
        arrive(user.email),
  ],
  ['make an account by arriving', async () => () => arrive(newAddress())],
  [
    'prove an address to link',
    async ({ user }) => {
      const unproved = { ...newIdentity(newAddress()), isEmailVerified: false }
      const waiting = await signInWithProvider({ identity: unproved, authTime: null, client, locale })
      const pendingToken = waiting.outcome === 'signed_in' ? '' : waiting.pendingToken
      const { codeSecret } = await requestAddressCode({ pendingToken, offer: '', email: user.email, locale }, client)
      const { text } = await db.mail.findFirstOrThrow({ where: { recipient: user.email, template: 'prove-address' } })
      const code = /\b\d{6}\b/.exec(text)?.[0] ?? ''
      return () => proveAddressByCode({ pendingToken, codeSecret, code, locale }, client)
    },
  ],
  [
    'unlink',
    async ({ user: { id: userId }, signIn: { session } }) => {
      const identity = { userId, type: 'oidc', provider: 'google', providerAccountId: randomUUID() }
      const { number } = await db.account.create({ data: identity })
      return () => disconnectIdentity({ userId, sessionId: session.id, number }, client)
    },
  ],
  [
    'evict',
    async () => {
      const squatter = await newPerson({ isVerified: false })
      return () => arrive(squatter.email)
    },
  ],
])('D-19 without its audit event nothing happens to the account: %s', async (_, ready) => {
  const act = await ready(await newSignIn())
  const before = await everything()
  await loseAudit()
  await expect(act()).rejects.toThrow('no audit')
  expect(await everything()).toBe(before)
})

test('a successful refresh or verify writes no event', async () => {
  const { access, refresh } = await newTokens()
  const before = await db.auditEvent.count()
  for (const token of [access, refresh])
    expect((await callApi('/accounts/token/verify/', { body: { token } })).status).toBe(200)
  const renewed = await callApi('/accounts/token/refresh/', { body: { refresh } })
  expect(renewed.status).toBe(200)
  expect((await callApi('/accounts/token/verify/', { body: { token: renewed.body.access } })).status).toBe(200)
  expect(await db.auditEvent.count()).toBe(before)
})
