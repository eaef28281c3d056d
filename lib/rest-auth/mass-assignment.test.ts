import { randomUUID } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { db } from '@/lib/db'
import { callApi, newTokens, TEST_PASSWORD as password } from '@/lib/testing/api'

vi.hoisted(() => {
  process.env.RATE_LIMITS = 'off'
})

const now = '2020-01-01T00:00:00.000Z'
const forged: [string, unknown][] = [
  ['role', 'owner'],
  ['is_staff', true],
  ['is_superuser', true],
  ['isActive', false],
  ['emailVerifiedAt', now],
  ['email_verified', true],
  ['id', '00000000-0000-4000-8000-000000000001'],
  ['pk', 424_242],
  ['number', 424_242],
  ['passwordHash', 'plain$$x'],
  ['password_hash', 'plain$$x'],
  ['tokenVersion', 99],
  ['lastLoginAt', now],
  ['__proto__', { role: 'owner' }],
  ['constructor', { prototype: { role: 'owner' } }],
  ['profile', { create: { name: 'x' } }],
]

const textWith = (body: object, name: string, value: unknown) =>
  JSON.stringify(body).replace('{', `{${JSON.stringify(name)}:${JSON.stringify(value)},`)
const headers = { 'content-type': 'application/json' }

test.each(forged)(
  'R-02 a registration that also sends %s makes an ordinary, unconfirmed person',
  async (name, value) => {
    const email = `${randomUUID()}@example.com`
    const text = textWith({ email, password1: password, password2: password }, name, value)
    expect((await callApi('/dj-rest-auth/registration/', { text, headers })).status).toBe(201)
    const user = await db.user.findUniqueOrThrow({ where: { email } })
    expect(user).toMatchObject({ role: 'user', isActive: true, emailVerifiedAt: null, lastLoginAt: null })
    expect(user.id).not.toBe('00000000-0000-4000-8000-000000000001')
    expect(user.number).not.toBe(424_242)
    expect(user.passwordHash).toMatch(/^bcrypt_sha256\$/)
    expect(user.createdAt.getTime()).toBeGreaterThan(Date.now() - 60_000)
  },
)

test.each(['PUT', 'PATCH'])('R-02 %s of the user changes nothing, whatever it sends', async (method) => {
  const { user, access } = await newTokens()
  const before = await db.user.findUniqueOrThrow({ where: { id: user.id }, include: { profile: true } })
  for (const [name, value] of [...forged, ['email', 'thief@example.org'], ['username', 'thief'], ['first_name', 'x']]) {
    const text = textWith({ last_name: 'x' }, String(name), value)
    const call = { method, text, headers: { ...headers, authorization: `Bearer ${access}` } }
    const { status, body } = await callApi('/dj-rest-auth/user/', call)
    expect(status).toBe(200)
    expect(body).toEqual({ pk: user.number, email: user.email })
  }
  expect(await db.user.findUniqueOrThrow({ where: { id: user.id }, include: { profile: true } })).toEqual(before)
})
