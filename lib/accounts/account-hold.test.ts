import { randomUUID } from 'node:crypto'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { db, pool } from '@/lib/db'
import { hashSecret, randomSecret } from '@/lib/encryption'
import { requestExport } from '@/lib/exports/request-export'
import { findSignIn } from '@/lib/sessions/find-sign-in'
import { startBrowserSession } from '@/lib/sessions/start-session'
import { connectIdentity } from '@/lib/social/connect-identity'
import { disconnectIdentity } from '@/lib/social/disconnect-identity'
import { linkWithPassword } from '@/lib/social/link-with-password'
import { replacePendingLink } from '@/lib/social/pending-link-store'
import { testClient as client, newPerson, TEST_PASSWORD } from '@/lib/testing/api'
import { configureProvider } from '@/lib/testing/providers'
import { untilOneWaits } from '@/lib/testing/until-one-waits'
import { createPersonalToken } from '@/lib/tokens/create-personal-token'
import { proveAddress, requestAddress } from './add-address'
import { makeMain, removeAddress } from './change-addresses'
import { changePassword } from './change-password'
import { deleteAccount } from './delete-account'
import { createOneTimeToken } from './one-time-token-store'

beforeAll(() => configureProvider('github'))

const newIdentity = () => ({
  ...{ provider: 'github', subject: randomUUID(), issuer: 'https://issuer.example', email: null },
  ...{ isEmailVerified: false, isAuthoritative: false, name: '', locale: null },
})

async function newStage() {
  const { id: userId, email } = await newPerson()
  const further = `${randomUUID()}@example.org`
  await db.emailAddress.create({ data: { id: randomUUID(), userId, email: further, verifiedAt: new Date() } })
  const identity = { userId, type: 'oidc', provider: 'google', providerAccountId: randomUUID() }
  const { number } = await db.account.create({ data: identity })
  const { session, secret } = await startBrowserSession({ userId, method: 'password', isKept: false, client })
  const signIn = await findSignIn(secret, client)
  if (!signIn) throw new Error('nobody is signed in')
  const user = { id: userId, email, locale: 'en', role: 'user' as const }
  const [addressToken, pendingToken] = [randomSecret(), randomSecret()]
  const expiresAt = new Date(Date.now() + 60_000)
  const proof = { secret: addressToken, data: { email: `${randomUUID()}@example.org`, isMain: false } }
  await createOneTimeToken(db, { purpose: 'add_address', userId, ...proof, expiresAt })
  const pending = { ...newIdentity(), userId, sessionId: null }
  await replacePendingLink(db, pending, { hash: hashSecret(pendingToken), expiresAt })
  return { user, further, number, sessionId: session.id, signIn, addressToken, pendingToken }
}

type Stage = Awaited<ReturnType<typeof newStage>>
const locale = 'en' as const
const [currentPassword, newPassword] = [TEST_PASSWORD, 'copper lantern seventeen']

test.each<[string, (stage: Stage) => Promise<unknown>]>([
  ['make another address the main one', ({ user, further }) => makeMain({ user, email: further, locale }, client)],
  ['remove an address', ({ user, further }) => removeAddress({ user, email: further, locale }, client)],
  ['delete the account', ({ user }) => deleteAccount({ user, locale }, client)],
  [
    'change the password',
    ({ signIn }) => changePassword({ actor: signIn, currentPassword, newPassword, locale }, client),
  ],
  [
    'change the password by API',
    ({ user, sessionId }) =>
      changePassword({ actor: { user, sessionId }, currentPassword, newPassword, locale }, client),
  ],
  ['unlink', ({ user, sessionId, number }) => disconnectIdentity({ userId: user.id, sessionId, number }, client)],
  [
    'ask for an address',
    ({ user }) => requestAddress({ user, email: `${randomUUID()}@example.org`, isMain: false, locale }, client),
  ],
  ['prove an address', ({ user, addressToken: token }) => proveAddress({ user, token, locale }, client)],
  [
    'link',
    ({ user, sessionId }) => connectIdentity({ identity: newIdentity(), userId: user.id, sessionId, locale }, client),
  ],
  [
    'link by password',
    ({ pendingToken }) => linkWithPassword({ pendingToken, password: TEST_PASSWORD, locale }, client),
  ],
  ['ask for an export', ({ user }) => requestExport({ userId: user.id, locale }, client)],
  ['make a token', ({ user }) => createPersonalToken({ user, name: '', scopes: [], days: 1, locale }, client)],
])('R-25 a hold that comes while somebody is about to %s stops it', async (_, act) => {
  const stage = await newStage()
  const undoing = await pool.connect()
  onTestFinished(() => undoing.release())
  await undoing.query('BEGIN')
  const hold = `UPDATE users SET held_until = now() + interval '1 hour' WHERE id = $1`
  await undoing.query(hold, [stage.user.id])
  const outcome = act(stage).catch((error: unknown) => error)
  await untilOneWaits()
  await undoing.query('COMMIT')
  expect(await outcome).toMatchObject({ code: 'account_held' })
})
