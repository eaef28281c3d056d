import { db } from '@/lib/db'
import { callApi, newTokens, TEST_PASSWORD, testClient } from '@/lib/testing/api'
import { mailedToken } from '@/lib/testing/mailed-token'
import { createPersonalToken } from '@/lib/tokens/create-personal-token'
import { type Answer, account, bearer, disconnect, googleToken, newAddress, newPasswords } from './scenarios.fixture'

async function heldSignIn() {
  const tokens = await newTokens()
  await db.user.update({ where: { id: tokens.user.id }, data: { heldUntil: new Date(Date.now() + 60_000) } })
  return tokens
}

/** Somebody's personal access token with no scope that is of use to the endpoint. */
async function narrowToken(scope: 'profile:read' | 'profile:write') {
  const { user } = await newTokens()
  const token = { name: 'Script', scopes: [scope], days: 30, locale: 'en' }
  return { access: await createPersonalToken({ ...token, user: { ...user, locale: null } }, testClient) }
}

const withNarrow = async (path: string, method: string, scope: 'profile:read' | 'profile:write' = 'profile:read') =>
  callApi(path, { method, headers: bearer((await narrowToken(scope)).access), ...(method !== 'GET' && { body: {} }) })

/** A change by the access cookie, without the CSRF token. */
async function byCookieAlone(path: string, method = 'POST') {
  return callApi(path, { method, headers: { cookie: `access=${(await newTokens()).access}` }, body: {} })
}

async function withManyAddresses() {
  const tokens = await newTokens()
  const rows = Array.from({ length: 10 }, () => ({
    userId: tokens.user.id,
    email: newAddress(),
    verifiedAt: new Date(),
  }))
  await db.emailAddress.createMany({ data: rows })
  return tokens
}

async function takenAddress() {
  const [first, second, email] = [await newTokens(), await newTokens(), newAddress()]
  await account('me/addresses/', first, { email })
  const token = await mailedToken(email)
  await account('me/addresses/', second, { email })
  await account('me/addresses/confirm/', second, { token: await mailedToken(email) })
  return account('me/addresses/confirm/', first, { token })
}

async function lastOwner() {
  const tokens = await newTokens()
  await db.user.update({ where: { id: tokens.user.id }, data: { role: 'owner' } })
  const answer = await account('me/deletion/', tokens)
  await db.user.delete({ where: { id: tokens.user.id } })
  return answer
}

async function heldConfirmation() {
  const [tokens, email] = [await newTokens(), newAddress()]
  await account('me/addresses/', tokens, { email })
  const heldUntil = new Date(Date.now() + 60_000)
  await db.user.update({ where: { id: tokens.user.id }, data: { heldUntil } })
  return account('me/addresses/confirm/', tokens, { token: await mailedToken(email) })
}

const CHANGE = '/dj-rest-auth/password/change/'
const CONNECT = '/dj-rest-auth/google/connect/'
const DISCONNECT = '/dj-rest-auth/socialaccounts/1/disconnect/'
const oldPassword = { ...newPasswords, old_password: TEST_PASSWORD }

/** More of the cases that share an endpoint and a status. */
export const refusals: Record<string, () => Promise<Answer>> = {
  'readMe 403': () => withNarrow('/accounts/me/', 'GET', 'profile:write'),
  'addAddress 403 held': async () => account('me/addresses/', await heldSignIn(), { email: newAddress() }),
  'addAddress 409': async () => account('me/addresses/', await withManyAddresses(), { email: newAddress() }),
  'makeMain 403 held': async () => account('me/addresses/main/', await heldSignIn(), { email: newAddress() }),
  'removeAddress 403 held': async () => account('me/addresses/remove/', await heldSignIn(), { email: newAddress() }),
  'confirmAddress 400 void': async () => account('me/addresses/confirm/', await newTokens(), { token: 'x' }),
  'confirmAddress 400 blank': async () => account('me/addresses/confirm/', await newTokens(), { token: '' }),
  'confirmAddress 403 held': heldConfirmation,
  'confirmAddress 409': takenAddress,
  'requestExport 403 held': async () => account('me/export/', await heldSignIn()),
  'deleteAccount 403 held': async () => account('me/deletion/', await heldSignIn()),
  'deleteAccount 409': lastOwner,
  'undoChange 400 void': () => callApi('/accounts/undo/', { body: { token: 'x' } }),
  'undoDeletion 400 void': () => callApi('/accounts/undo-deletion/', { body: { token: 'x' } }),
  'readUser 403': () => withNarrow('/dj-rest-auth/user/', 'GET', 'profile:write'),
  'replaceUser 403': () => withNarrow('/dj-rest-auth/user/', 'PUT'),
  'replaceUser 403 by cookie': () => byCookieAlone('/dj-rest-auth/user/', 'PUT'),
  'updateUser 403': () => withNarrow('/dj-rest-auth/user/', 'PATCH'),
  'updateUser 403 by cookie': () => byCookieAlone('/dj-rest-auth/user/', 'PATCH'),
  'changePassword 400 wrong': async () =>
    callApi(CHANGE, { body: { ...oldPassword, old_password: 'x' }, headers: bearer((await newTokens()).access) }),
  'changePassword 403': () => withNarrow(CHANGE, 'POST', 'profile:write'),
  'changePassword 403 by cookie': () => byCookieAlone(CHANGE),
  'changePassword 403 held': async () =>
    callApi(CHANGE, { body: oldPassword, headers: bearer((await heldSignIn()).access) }),
  'connectProvider 400 refused': async () =>
    callApi(CONNECT, { body: { code: 'x' }, headers: bearer((await newTokens()).access) }),
  'connectProvider 403 narrow': () => withNarrow(CONNECT, 'POST'),
  'connectProvider 403 by cookie': () => byCookieAlone(CONNECT),
  'connectProvider 403 held': async () =>
    callApi(CONNECT, { body: { code: googleToken() }, headers: bearer((await heldSignIn()).access) }),
  'listSocialAccounts 403': () => withNarrow('/dj-rest-auth/socialaccounts/', 'GET'),
  'disconnectSocialAccount 403 narrow': () => withNarrow(DISCONNECT, 'POST'),
  'disconnectSocialAccount 403 by cookie': () => byCookieAlone(DISCONNECT),
  'disconnectSocialAccount 403 held': async () => disconnect(1, (await heldSignIn()).access),
}
