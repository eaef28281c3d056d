import { once } from 'node:events'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { z } from 'zod'
import { makeGoogleStandIn } from '@/e2e/contract/google-stand-in'
import { answerMailRequests } from '@/lib/accounts/answer-mail-requests'
import { issueResetToken } from '@/lib/accounts/request-password-reset'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { jsonRoutes, namingRoutes } from '@/lib/http/hot-routes'
import { jsonRoute, noInput } from '@/lib/http/json-route'
import { callApi, newPerson, newTokens, TEST_PASSWORD } from '@/lib/testing/api'
import { openApiDocument } from './document'
import { commonAnswers, type Endpoint, endpoints } from './endpoints'

const googlePort = await vi.hoisted(async () => {
  const { createServer } = await import('node:net')
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  const port = typeof address === 'object' && address ? address.port : 0
  Object.assign(process.env, {
    AUTH_GOOGLE_ISSUER: `http://localhost:${port}`,
    ...{ AUTH_GOOGLE_ID: 'contract', AUTH_GOOGLE_SECRET: 'contract', RATE_LIMITS: 'off', SIGN_IN_BY_CODE: 'on' },
  })
  return port
})

const google = makeGoogleStandIn(`http://localhost:${googlePort}`)
beforeAll(() => once(google.listen(googlePort, 'localhost'), 'listening'))
afterAll(() => google.close())

type Answer = Awaited<ReturnType<typeof callApi>>

const NEW_PASSWORD = 'copper lantern seventeen'
const newPasswords = { new_password1: NEW_PASSWORD, new_password2: NEW_PASSWORD }
const credentials = async () => ({ email: (await newPerson()).email, password: TEST_PASSWORD })
const bearer = (access: string) => ({ authorization: `Bearer ${access}` })
const googleToken = () => `ok:${crypto.randomUUID()}:${crypto.randomUUID()}@example.com`

async function sliding() {
  return (await callApi('/accounts/token/sliding/', { body: await credentials() })).body.token
}

async function linkedPerson() {
  const { access } = (await callApi('/dj-rest-auth/google/', { body: { access_token: googleToken() } })).body
  const [account] = (await callApi('/dj-rest-auth/socialaccounts/', { method: 'GET', headers: bearer(access) })).body
  return { access, number: account.id as number }
}

const disconnect = (number: number, access: string) =>
  callApi(`/dj-rest-auth/socialaccounts/${number}/disconnect/`, { headers: bearer(access) })

async function oldSignIn() {
  const tokens = await newTokens()
  const authenticatedAt = new Date(Date.now() - 3_600_000)
  await db.session.updateMany({ where: { userId: tokens.user.id }, data: { authenticatedAt } })
  return tokens
}

async function confirmationKey() {
  const email = `${crypto.randomUUID()}@example.com`
  const body = { email, password1: NEW_PASSWORD, password2: NEW_PASSWORD }
  await callApi('/dj-rest-auth/registration/', { body })
  const mail = await db.mail.findFirstOrThrow({ where: { recipient: email } })
  return /token=([\w-]{43})/.exec(mail.text)?.[1]
}

const newAddress = () => `${crypto.randomUUID()}@example.com`
const account = (path: string, { access }: { access: string }, body: object = {}) =>
  callApi(`/accounts/${path}`, { body, headers: bearer(access) })

/** The secret in the newest mail to an address that carries one. */
async function mailedToken(recipient: string) {
  const where = { recipient, text: { contains: 'token=' } }
  const mail = await db.mail.findFirstOrThrow({ where, orderBy: { id: 'desc' } })
  return /token=([\w-]{43})/.exec(mail.text)?.[1]
}

async function withSecondAddress() {
  const [tokens, email] = [await newTokens(), newAddress()]
  await account('me/addresses/', tokens, { email })
  await account('me/addresses/confirm/', tokens, { token: await mailedToken(email) })
  return { tokens, email }
}

/** How each answer comes about, by endpoint and status; those of an empty body and of no token go by themselves. */
const scenarios: Record<string, () => Promise<Answer>> = {
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

async function provoke({ id, method, path, isGuarded }: Endpoint, status: number): Promise<Answer> {
  const scenario = scenarios[`${id} ${status}`]
  if (scenario) return scenario()
  const url = path.replace('{id}', '1').replace('{provider}', 'google')
  const headers: Record<string, string> = isGuarded && status !== 401 ? bearer((await newTokens()).access) : {}
  if (status === 405) return callApi(url, { method: 'DELETE', headers })
  if (status === 415) return callApi(url, { text: 'x', headers: { 'content-type': 'text/plain', ...headers } })
  if (status === 413)
    return callApi(url, { text: 'x'.repeat(40_000), headers: { 'content-type': 'application/json', ...headers } })
  return callApi(url, { method: method.toUpperCase(), headers, ...(method !== 'get' && { body: {} }) })
}

// 429 and 503 come from the limits and the database, the same for all: see below.
const provokable = (status: string) => !['429', '503'].includes(status)
const documented = endpoints.flatMap((endpoint) => {
  const common = endpoint.method === 'post' ? commonAnswers : {}
  return Object.entries({ ...common, ...endpoint.answers })
    .filter(([status]) => provokable(status))
    .map(([status, schema]): [string, Endpoint, number, z.ZodType] => [
      `${endpoint.id} ${status}`,
      endpoint,
      Number(status),
      schema,
    ])
})

test.each(documented)('the documented answer is the real one: %s', async (_, endpoint, status, schema) => {
  const answer = await provoke(endpoint, status)
  expect([answer.status, answer.body]).toEqual([status, expect.anything()])
  expect(schema.safeParse(answer.body).error?.issues ?? []).toEqual([])
})

test.each([
  [429, new AppError('too_many_requests', { retryAfterSeconds: 30 })],
  [503, Object.assign(new Error('no route to the database'), { code: 'ECONNREFUSED' })],
])('the documented answer of every endpoint is the real one: %i', async (status, error) => {
  const route = jsonRoute({ GET: [noInput, () => Promise.reject(error)] })
  const answer = await route(new Request('http://localhost:3000/accounts/sample/'))
  expect(answer.status).toBe(status)
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(commonAnswers[status]?.safeParse(await answer.json()).success).toBe(true)
})

test('every scenario is of a documented answer', () => {
  const names = documented.map(([name]) => name)
  expect(Object.keys(scenarios).filter((name) => !names.includes(name))).toEqual([])
})

test('every endpoint that is served is documented, and no other', () => {
  const undocumented = ['/accounts/openapi.json']
  const served = [...jsonRoutes.keys(), ...namingRoutes.keys()].filter((path) => !undocumented.includes(path))
  const named = new Set(endpoints.map(({ path }) => path.replace(/\/$/, '')))
  expect([...named].sort()).toEqual(served.sort())
})

test('the document describes each field of a body, and says which are required', async () => {
  const { body } = await callApi('/accounts/openapi.json', { method: 'GET' })
  expect(body).toEqual(JSON.parse(JSON.stringify(openApiDocument())))
  expect(body.openapi).toBe('3.1.1')
  const { schema } = body.paths['/accounts/token/'].post.requestBody.content['application/json']
  expect(schema).toMatchObject({ properties: { email: { type: 'string' }, password: { type: 'string' } } })
  expect(schema.required).toEqual(['email', 'password'])
  const { post } = body.paths['/dj-rest-auth/password/change/']
  expect(Object.keys(post.requestBody.content['application/json'].schema.properties)).toContain('old_password')
})
