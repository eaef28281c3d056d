import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { GIVEN_UP } from '@/lib/exports/export-attempts'
import { callApi, newTokens, testClient } from '@/lib/testing/api'
import { mailedToken } from '@/lib/testing/mailed-token'
import { createPersonalToken } from '@/lib/tokens/create-personal-token'

type Tokens = Awaited<ReturnType<typeof newTokens>>

const bearer = (access: string) => ({ authorization: `Bearer ${access}` })
const post = (path: string, { access }: Pick<Tokens, 'access'>, body: object = {}) =>
  callApi(`/accounts/${path}`, { body, headers: bearer(access) })
const get = (path: string, { access }: Pick<Tokens, 'access'>) =>
  callApi(`/accounts/${path}`, { method: 'GET', headers: bearer(access) })
const newAddress = () => `${randomUUID()}@example.com`

const DOORS = ['me/addresses/', 'me/addresses/main/', 'me/addresses/remove/', 'me/export/', 'me/deletion/']

test('an address is added by the link in its mail, made the main one, and the old one removed', async () => {
  const [tokens, email] = [await newTokens(), newAddress()]
  await post('me/addresses/', tokens, { email })
  expect((await get('me/addresses/', tokens)).body).toEqual([{ email: tokens.user.email, is_main: true }])
  await post('me/addresses/confirm/', tokens, { token: await mailedToken(email) })
  await post('me/addresses/main/', tokens, { email })
  expect((await post('me/addresses/remove/', tokens, { email: tokens.user.email })).status).toBe(200)
  expect((await get('me/addresses/', tokens)).body).toEqual([{ email, is_main: true }])
})

test('the address of another person is nobody’s here, and stays theirs', async () => {
  const [tokens, other] = [await newTokens(), await newTokens()]
  for (const path of ['me/addresses/main/', 'me/addresses/remove/'])
    expect((await post(path, tokens, { email: other.user.email })).status).toBe(404)
  expect((await get('me/addresses/', other)).body).toEqual([{ email: other.user.email, is_main: true }])
})

test('the link to an address is nothing to another person, and says so by a code', async () => {
  const [tokens, other, email] = [await newTokens(), await newTokens(), newAddress()]
  await post('me/addresses/', tokens, { email })
  const answer = await post('me/addresses/confirm/', other, { token: await mailedToken(email) })
  expect([answer.status, answer.body.code]).toEqual([400, 'token_invalid'])
})

test.each(DOORS)('%s is closed to nobody, to an old sign-in, and to a personal access token', async (path) => {
  const { user, access } = await newTokens()
  const body = { email: newAddress() }
  expect((await callApi(`/accounts/${path}`, { body })).status).toBe(401)
  const token = { name: 'Script', scopes: ['profile:read' as const], days: 30, locale: 'en' }
  const secret = await createPersonalToken({ ...token, user: { ...user, locale: null } }, testClient)
  expect((await post(path, { access: secret }, body)).status).toBe(401)
  await db.session.updateMany({ where: { userId: user.id }, data: { authenticatedAt: new Date(0) } })
  expect((await post(path, { access }, body)).status).toBe(403)
})

test('a program that asks after its export is told whether it failed for good, and whether to ask again', async () => {
  const tokens = await newTokens()
  await post('me/export/', tokens)
  const state = async () => (await get('me/export/', tokens)).body
  expect(await state()).toMatchObject({ made_at: null, is_given_up: false, is_repeatable: false })
  await db.dataExport.update({ where: { userId: tokens.user.id }, data: { attempts: GIVEN_UP } })
  expect(await state()).toMatchObject({ made_at: null, is_given_up: true, is_repeatable: true })
  expect((await post('me/export/', tokens)).status).toBe(202)
})

test('an export is made once a day, and a flood of mails to one address is refused with the time to wait', async () => {
  const tokens = await newTokens()
  expect((await post('me/export/', tokens)).status).toBe(202)
  expect((await post('me/export/', tokens)).status).toBe(429)
  const email = newAddress()
  const answers = []
  for (let tries = 0; tries < 12; tries += 1) answers.push(await post('me/addresses/', tokens, { email }))
  const refused = answers.find(({ status }) => status === 429)
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
})

test('a deletion ends the token that asked for it, and the mailed token brings the account back', async () => {
  const tokens = await newTokens()
  expect((await post('me/deletion/', tokens)).body).toEqual({ is_undoable: true })
  expect((await get('me/addresses/', tokens)).status).toBe(401)
  const token = await mailedToken(tokens.user.email)
  expect((await callApi('/accounts/undo-deletion/', { body: { token } })).status).toBe(200)
  expect((await callApi('/accounts/undo-deletion/', { body: { token } })).status).toBe(400)
  expect(await db.user.findUniqueOrThrow({ where: { id: tokens.user.id } })).toMatchObject({ isActive: true })
})

test('the activity is the person’s own, page by page', async () => {
  const [tokens, other] = [await newTokens(), await newTokens()]
  await post('me/export/', tokens)
  const { events, next } = (await get('me/activity/', tokens)).body
  expect(events[0]).toMatchObject({ event: 'account.request_export', outcome: 'success', is_by_staff: false })
  expect(next).toBeNull()
  expect((await get('me/activity/', other)).body.events).not.toContainEqual(
    expect.objectContaining({ event: 'account.request_export' }),
  )
})
