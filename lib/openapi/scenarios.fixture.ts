import { answerMailRequests } from '@/lib/accounts/answer-mail-requests'
import { issueResetToken } from '@/lib/accounts/request-password-reset'
import { db } from '@/lib/db'
import { callApi, newPerson, newTokens, TEST_PASSWORD } from '@/lib/testing/api'
import { mailedToken } from '@/lib/testing/mailed-token'

export type Answer = Awaited<ReturnType<typeof callApi>>

const NEW_PASSWORD = 'copper lantern seventeen'
export const newPasswords = { new_password1: NEW_PASSWORD, new_password2: NEW_PASSWORD }
const credentials = async () => ({ email: (await newPerson()).email, password: TEST_PASSWORD })
export const bearer = (access: string) => ({ authorization: `Bearer ${access}` })
export const googleToken = () => `ok:${crypto.randomUUID()}:${crypto.randomUUID()}@example.com`

async function sliding() {
  return (await callApi('/accounts/token/sliding/', { body: await credentials() })).body.token
}

async function linkedPerson() {
  const { access } = (await callApi('/dj-rest-auth/google/', { body: { access_token: googleToken() } })).body
  const [account] = (await callApi('/dj-rest-auth/socialaccounts/', { method: 'GET', headers: bearer(access) })).body
  return { access, number: account.id as number }
}

export const disconnect = (number: number, access: string) =>
  callApi(`/dj-rest-auth/socialaccounts/${number}/disconnect/`, { headers: bearer(access) })

export async function oldSignIn() {
  const tokens = await newTokens()
  const authenticatedAt = new Date(Date.now() - 3_600_000)
  await db.session.updateMany({ where: { userId: tokens.user.id }, data: { authenticatedAt } })
  return tokens
}

async function confirmationKey() {
  const email = `${crypto.randomUUID()}@example.com`
  const body = { email, password1: NEW_PASSWORD, password2: NEW_PASSWORD }
  await callApi('/dj-rest-auth/registration/', { body })
  return mailedToken(email)
}

export const newAddress = () => `${crypto.randomUUID()}@example.com`
export const account = (path: string, { access }: { access: string }, body: object = {}) =>
  callApi(`/accounts/${path}`, { body, headers: bearer(access) })

async function withSecondAddress() {
  const [tokens, email] = [await newTokens(), newAddress()]
  await account('me/addresses/', tokens, { email })
  await account('me/addresses/confirm/', tokens, { token: await mailedToken(email) })
  return { tokens, email }
}

/** How each answer comes about, by endpoint and status; those of an empty body and of no token go by themselves. */
export const scenarios: Record<string, () => Promise<Answer>> = {
  'obtainTokens 200': async () => callApi('/accounts/token/', { body: await credentials() }),
  'obtainTokens 401': () => callApi('/accounts/token/', { body: { email: 'a@b.example', password: 'x' } }),
  'refreshTokens 200': async () =>
    callApi('/accounts/token/refresh/', { body: { refresh: (await newTokens()).refresh } }),
  'refreshTokens 401': () => callApi('/accounts/token/refresh/', { body: { refresh: 'x' } }),
  'verifyToken 200': async () => callApi('/accounts/token/verify/', { body: { token: (await newTokens()).access } }),
  'verifyToken 401': () => callApi('/accounts/token/verify/', { body: { token: 'x' } }),
  'blacklistToken 200': async () =>
    callApi('/accounts/token/blacklist/', { body: { refresh: (await newTokens()).refresh } }),
  'blacklistToken 401': () => callApi('/accounts/token/blacklist/', { body: { refresh: 'x' } }),
  'obtainSlidingToken 200': async () => callApi('/accounts/token/sliding/', { body: await credentials() }),
  'obtainSlidingToken 401': () =>
    callApi('/accounts/token/sliding/', { body: { email: 'a@b.example', password: 'x' } }),
  'refreshSlidingToken 200': async () =>
    callApi('/accounts/token/sliding/refresh/', { body: { token: await sliding() } }),
  'refreshSlidingToken 401': () => callApi('/accounts/token/sliding/refresh/', { body: { token: 'x' } }),
  'requestCode 202': async () => callApi('/accounts/code/', { body: { email: newAddress() } }),
  'obtainTokensByCode 200': async () => {
    const { email } = await newPerson()
    const { code_secret } = (await callApi('/accounts/code/', { body: { email } })).body
    await answerMailRequests()
    const { text } = await db.mail.findFirstOrThrow({ where: { recipient: email }, orderBy: { id: 'desc' } })
    return callApi('/accounts/token/code/', { body: { code_secret, code: /^\d{6}$/m.exec(text)?.[0] } })
  },
  'listAddresses 200': async () => {
    const headers = bearer((await newTokens()).access)
    return callApi('/accounts/me/addresses/', { method: 'GET', headers })
  },
  'addAddress 202': async () => account('me/addresses/', await newTokens(), { email: newAddress() }),
  'addAddress 403': async () => account('me/addresses/', await oldSignIn(), { email: newAddress() }),
  'makeMain 200': async () => {
    const { tokens, email } = await withSecondAddress()
    return account('me/addresses/main/', tokens, { email })
  },
  'makeMain 403': async () => account('me/addresses/main/', await oldSignIn(), { email: newAddress() }),
  'makeMain 404': async () => account('me/addresses/main/', await newTokens(), { email: newAddress() }),
  'removeAddress 200': async () => {
    const { tokens, email } = await withSecondAddress()
    return account('me/addresses/remove/', tokens, { email })
  },
  'removeAddress 403': async () => account('me/addresses/remove/', await oldSignIn(), { email: newAddress() }),
  'removeAddress 404': async () => account('me/addresses/remove/', await newTokens(), { email: newAddress() }),
  'removeAddress 409': async () => {
    const tokens = await newTokens()
    return account('me/addresses/remove/', tokens, { email: tokens.user.email })
  },
  'confirmAddress 200': async () => {
    const [tokens, email] = [await newTokens(), newAddress()]
    await account('me/addresses/', tokens, { email })
    return account('me/addresses/confirm/', tokens, { token: await mailedToken(email) })
  },
  'confirmAddress 403': async () => account('me/addresses/confirm/', await oldSignIn(), { token: 'x' }),
  'listActivity 200': async () => {
    const { access, user } = await newTokens()
    await callApi('/accounts/token/', { body: { email: user.email, password: TEST_PASSWORD } })
    return callApi('/accounts/me/activity/', { method: 'GET', headers: bearer(access) })
  },
  'readExport 200': async () => {
    const tokens = await newTokens()
    await account('me/export/', tokens)
    return callApi('/accounts/me/export/', { method: 'GET', headers: bearer(tokens.access) })
  },
  'readExport 404': async () => {
    const headers = bearer((await newTokens()).access)
    return callApi('/accounts/me/export/', { method: 'GET', headers })
  },
  'requestExport 202': async () => account('me/export/', await newTokens()),
  'requestExport 403': async () => account('me/export/', await oldSignIn()),
  'deleteAccount 200': async () => account('me/deletion/', await newTokens()),
  'deleteAccount 403': async () => account('me/deletion/', await oldSignIn()),
  'undoChange 200': async () => {
    const { tokens, email } = await withSecondAddress()
    await account('me/addresses/remove/', tokens, { email })
    return callApi('/accounts/undo/', { body: { token: await mailedToken(tokens.user.email) } })
  },
  'undoDeletion 200': async () => {
    const tokens = await newTokens()
    await account('me/deletion/', tokens)
    return callApi('/accounts/undo-deletion/', { body: { token: await mailedToken(tokens.user.email) } })
  },
  'readKeys 200': () => callApi('/.well-known/jwks.json', { method: 'GET' }),
  'logIn 200': async () => callApi('/dj-rest-auth/login/', { body: await credentials() }),
  'logOut 200': async () => callApi('/dj-rest-auth/logout/', { body: { refresh: (await newTokens()).refresh } }),
  'logOut 401': () => callApi('/dj-rest-auth/logout/', { body: {} }),
  'refreshByCookie 200': async () =>
    callApi('/dj-rest-auth/token/refresh/', { body: { refresh: (await newTokens()).refresh } }),
  'refreshByCookie 400': () => callApi('/dj-rest-auth/token/refresh/', { body: { refresh: null } }),
  'refreshByCookie 401': () => callApi('/dj-rest-auth/token/refresh/', { body: {} }),
  'verifyByCookie 200': async () =>
    callApi('/dj-rest-auth/token/verify/', { body: { token: (await newTokens()).access } }),
  'verifyByCookie 401': () => callApi('/dj-rest-auth/token/verify/', { body: { token: 'x' } }),
  'changePassword 200': async () => {
    const body = { ...newPasswords, old_password: TEST_PASSWORD }
    return callApi('/dj-rest-auth/password/change/', { body, headers: bearer((await newTokens()).access) })
  },
  'requestReset 200': () => callApi('/dj-rest-auth/password/reset/', { body: { email: 'nobody@example.com' } }),
  'confirmReset 200': async () => {
    const link = await issueResetToken((await newPerson()).email, { ip: '', userAgent: '', requestId: '' })
    return callApi('/dj-rest-auth/password/reset/confirm/', { body: { ...link, ...newPasswords } })
  },
  'register 201': () => {
    const body = { email: 'new@example.com', password1: NEW_PASSWORD, password2: NEW_PASSWORD }
    return callApi('/dj-rest-auth/registration/', { body })
  },
  'verifyEmail 200': async () => {
    const body = { key: await confirmationKey() }
    return callApi('/dj-rest-auth/registration/verify-email/', { body })
  },
  'verifyEmail 404': () => callApi('/dj-rest-auth/registration/verify-email/', { body: { key: 'x' } }),
  'resendEmail 200': () => callApi('/dj-rest-auth/registration/resend-email/', { body: { email: 'x@example.com' } }),
  'logInWithProvider 404': () => callApi('/dj-rest-auth/nobody/', { body: { code: 'x' } }),
  'logInWithProvider 200': () => callApi('/dj-rest-auth/google/', { body: { access_token: googleToken() } }),
  'connectProvider 200': async () => {
    const headers = bearer((await newTokens()).access)
    return callApi('/dj-rest-auth/google/connect/', { body: { code: googleToken() }, headers })
  },
  'connectProvider 404': async () => {
    const headers = bearer((await newTokens()).access)
    return callApi('/dj-rest-auth/nobody/connect/', { body: { code: 'x' }, headers })
  },
  'connectProvider 403': async () => {
    const headers = bearer((await oldSignIn()).access)
    return callApi('/dj-rest-auth/google/connect/', { body: { code: googleToken() }, headers })
  },
  'disconnectSocialAccount 200': async () => {
    const { access, user } = await newTokens()
    await callApi('/dj-rest-auth/google/connect/', { body: { code: googleToken() }, headers: bearer(access) })
    const { number } = await db.account.findFirstOrThrow({ where: { userId: user.id } })
    return disconnect(number, access)
  },
  'disconnectSocialAccount 400': async () => {
    const { access, number } = await linkedPerson()
    return disconnect(number, access)
  },
  'disconnectSocialAccount 403': async () => disconnect(1, (await oldSignIn()).access),
  'disconnectSocialAccount 404': async () => disconnect(999_999, (await newTokens()).access),
  'listSocialAccounts 200': async () => {
    const { access } = await linkedPerson()
    return callApi('/dj-rest-auth/socialaccounts/', { method: 'GET', headers: bearer(access) })
  },
}
