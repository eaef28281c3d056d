import type { APIRequestContext } from '@playwright/test'
import { db } from '@/lib/db'
import { expect, test } from '../fixtures'
import { obtain, TOKEN } from './tokens'

const endpoints = [
  { path: `${TOKEN}refresh/`, field: 'refresh' },
  { path: `${TOKEN}verify/`, field: 'token' },
  { path: `${TOKEN}blacklist/`, field: 'refresh' },
]

async function post(request: APIRequestContext, path: string, data: object) {
  const response = await request.post(path, { data })
  const { 'www-authenticate': challenge } = response.headers()
  expect(challenge, path).toBe(response.status() === 401 ? 'Bearer realm="api"' : undefined)
  return { status: response.status(), body: await response.json() }
}

const refused = (detail: string) => ({ status: 401, body: { detail, code: 'token_not_valid' } })

for (const { path, field } of endpoints) {
  const send = (request: APIRequestContext, token: unknown) => post(request, path, { [field]: token })

  test(`${path} refuses a missing field and a wrong type with the contract’s texts`, async ({ request }) => {
    const because = (text: string) => ({ status: 400, body: { [field]: [text] } })
    expect(await post(request, path, {})).toEqual(because('This field is required.'))
    expect(await post(request, path, { token: 'a', refresh: 'a', [field]: undefined })).toEqual(
      because('This field is required.'),
    )
    expect(await send(request, null)).toEqual(because('This field may not be null.'))
    for (const blank of ['', '  \n'])
      expect(await send(request, blank)).toEqual(because('This field may not be blank.'))
    for (const wrong of [true, [], ['a'], {}, { $ne: '' }]) {
      expect(await send(request, wrong), JSON.stringify(wrong)).toEqual(because('Not a valid string.'))
    }
    expect(await send(request, 'a\0b')).toEqual(because('Null characters are not allowed.'))
    expect(await post(request, path, [])).toMatchObject({
      status: 400,
      body: { non_field_errors: [expect.any(String)] },
    })
  })

  test(`${path} refuses garbage, an altered token and an unknown one as invalid`, async ({ request, newUser }) => {
    const user = await newUser()
    const { refresh } = await obtain(request, user)
    const [header, payload, signature = ''] = refresh.split('.')
    const none = Buffer.from('{"alg":"none"}').toString('base64url')
    const altered = signature.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))
    for (const token of [
      7,
      'garbage',
      'a.b.c',
      '..',
      'é',
      'a'.repeat(9_000),
      `${header}.${payload}.${altered}`,
      `${header}.${payload}.`,
      `${none}.${payload}.`,
      `${refresh}.`,
      `${refresh}=`,
    ]) {
      expect(await send(request, token), String(token).slice(0, 40)).toEqual(refused('Token is invalid'))
    }
    await db.outstandingToken.deleteMany({ where: { userId: user.id } })
    expect(await send(request, refresh)).toEqual(refused('Token is invalid'))
  })
}

test('an access token is neither refreshed nor blacklisted, but verified', async ({ request, newUser }) => {
  const { access } = await obtain(request, await newUser())
  expect(await post(request, `${TOKEN}refresh/`, { refresh: access })).toEqual(refused('Token has wrong type'))
  expect(await post(request, `${TOKEN}blacklist/`, { refresh: access })).toEqual(refused('Token has wrong type'))
  expect(await post(request, `${TOKEN}verify/`, { token: access })).toEqual({ status: 200, body: {} })
})

test('what is blacklisted, or belongs to nobody any more, is refused by name', async ({ request, newUser }) => {
  const [user, leaver] = [await newUser(), await newUser()]
  const { refresh } = await obtain(request, user)
  expect(await post(request, `${TOKEN}blacklist/`, { refresh })).toEqual({ status: 200, body: {} })
  for (const act of ['refresh', 'blacklist']) {
    expect(await post(request, `${TOKEN}${act}/`, { refresh })).toEqual(refused('Token is blacklisted'))
  }
  expect(await post(request, `${TOKEN}verify/`, { token: refresh })).toEqual({
    status: 400,
    body: { non_field_errors: ['Token is blacklisted'] },
  })

  const orphan = await obtain(request, leaver)
  await db.user.delete({ where: { id: leaver.id } })
  expect(await post(request, `${TOKEN}refresh/`, { refresh: orphan.refresh })).toEqual({
    status: 401,
    body: { detail: 'No active account found for the given token.' },
  })
})
