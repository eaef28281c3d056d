import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createUser } from '@/lib/accounts/create-user'
import { issueResetToken } from '@/lib/accounts/request-password-reset'
import { db } from '@/lib/db'
import { processWide } from '@/lib/process-wide'
import { callApi, testClient } from '@/lib/testing/api'
import { issueTokens } from '@/lib/tokens/issue-tokens'
import runHashTask, { type HashTask } from './hash-worker'

vi.hoisted(() => {
  process.env.RATE_LIMITS = 'off'
})

const tasks: HashTask[] = []
processWide('hash-pool', () => (task: HashTask) => {
  tasks.push(task)
  return runHashTask(task)
})

beforeEach(() => {
  tasks.length = 0
})

const OLD = 'correct horse battery staple'
const newEmail = () => `${randomUUID()}@example.com`
const person = (password: string) => createUser({ email: newEmail(), password, isVerified: true })

/** Every way to sign in with a password in JSON. */
const signInDoors = ['/accounts/token/', '/dj-rest-auth/login/']
const signIn = (path: string, email: string, password: string) => callApi(path, { body: { email, password } })

/** Every way to set a password in JSON, for a new person; who it is for comes back too. */
const settingDoors: [string, (password: string) => Promise<{ status: number; body: unknown; email: string }>][] = [
  [
    'registration',
    async (password) => {
      const email = newEmail()
      const body = { email, password1: password, password2: password }
      return { ...(await callApi('/dj-rest-auth/registration/', { body })), email }
    },
  ],
  [
    'change',
    async (password) => {
      const user = await person(OLD)
      const { access } = await issueTokens({ user, method: 'password', client: testClient })
      const body = { old_password: OLD, new_password1: password, new_password2: password }
      const headers = { authorization: `Bearer ${access}` }
      return { ...(await callApi('/dj-rest-auth/password/change/', { body, headers })), email: user.email }
    },
  ],
  [
    'reset',
    async (password) => {
      const { email } = await person(OLD)
      const { uid, token } = await issueResetToken(email, testClient)
      const body = { uid, token, new_password1: password, new_password2: password }
      return { ...(await callApi('/dj-rest-auth/password/reset/confirm/', { body })), email }
    },
  ],
]

/** All but those that a person is made with beforehand. */
const hashesOfTheDoor = () => tasks.filter((task) => task.kind !== 'encode' || task.password !== OLD)

describe.each(signInDoors)('at %s', (path) => {
  test('P-04 a password that shares its first 72 bytes is refused', async () => {
    const { email } = await person(`${'가'.repeat(24)} and more`)
    expect((await signIn(path, email, `${'가'.repeat(24)} and less`)).status).not.toBe(200)
    expect((await signIn(path, email, `${'가'.repeat(24)} and more`)).status).toBe(200)
  })

  test('P-05 U+0000 in a password or an address is refused before a hash is made', async () => {
    const { email } = await person('abcdefgh')
    tasks.length = 0
    expect((await signIn(path, email, 'abcdefgh\u0000abcdefgh')).status).toBe(400)
    expect((await signIn(path, `${email}\u0000`, 'abcdefgh')).status).toBe(400)
    expect(tasks).toEqual([])
  })

  test.each(['NFC', 'NFD'])(
    'P-06 a Korean password of macOS or Windows opens with the other’s, set in %s',
    async (set) => {
      const { email } = await person('노란등대열두항구'.normalize(set))
      expect((await signIn(path, email, '노란등대열두항구'.normalize('NFC'))).status).toBe(200)
      expect((await signIn(path, email, '노란등대열두항구'.normalize('NFD'))).status).toBe(200)
    },
  )

  test('P-06 full-width letters are other letters', async () => {
    const { email } = await person('lantern harbour')
    expect((await signIn(path, email, 'ｌａｎｔｅｒｎ　ｈａｒｂｏｕｒ')).status).not.toBe(200)
  })

  test('P-23 a disabled or deleted person with the right password is answered like a wrong one', async () => {
    const [right, disabled, deleted] = [await person(OLD), await person(OLD), await person(OLD)]
    const wrong = await signIn(path, right.email, 'not the password')
    await db.user.update({ where: { id: disabled.id }, data: { isActive: false } })
    await db.user.delete({ where: { id: deleted.id } })
    for (const { email } of [disabled, deleted]) expect(await signIn(path, email, OLD)).toEqual(wrong)
    expect(await db.session.count({ where: { userId: disabled.id } })).toBe(0)
  })

  test('P-24 an unconfirmed address is told after the right password only, and opens nothing', async () => {
    const { id, email } = await createUser({ email: newEmail(), password: OLD, isVerified: false })
    const wrong = await signIn(path, (await person(OLD)).email, 'not the password')
    expect(await signIn(path, email, 'not the password')).toEqual(wrong)
    const told = await signIn(path, email, OLD)
    expect([400, 401]).toContain(told.status)
    expect(told.body).not.toEqual(wrong.body)
    expect(told.headers.get('set-cookie')).toBeNull()
    expect(await db.session.count({ where: { userId: id } })).toBe(0)
    expect(await db.outstandingToken.count({ where: { userId: id } })).toBe(0)
  })

  test('P-08 a megabyte of password or of address is refused before a hash is made', async () => {
    const { email } = await person('lantern harbour')
    tasks.length = 0
    expect([400, 413]).toContain((await signIn(path, email, 'x'.repeat(1e6))).status)
    expect([400, 413]).toContain((await signIn(path, `${'x'.repeat(1e6)}@example.com`, 'lantern harbour')).status)
    expect(tasks).toEqual([])
  })
})

describe.each(settingDoors)('by %s', (_, set) => {
  test.each([
    ['Liverpool', 'This password is too common.'],
    ['8237465019', 'This password is entirely numeric.'],
    ['노란등대열두항'.normalize('NFD'), 'This password is too short. It must contain at least 8 characters.'],
    ['latchkey', 'The password is too similar to the email.'],
  ])('P-20 %j is refused with the reason', async (password, reason) => {
    const { status, body } = await set(password)
    expect(status).toBe(400)
    expect(Object.values(body as object).flat()).toContain(reason)
  })

  test('P-05 U+0000 is refused', async () => {
    expect((await set('lantern\u0000harbour')).status).toBe(400)
  })

  test('P-08 a megabyte is refused before a hash is made', async () => {
    await set('copper lantern seventeen')
    expect(hashesOfTheDoor()).not.toEqual([])
    tasks.length = 0
    expect([400, 413]).toContain((await set('노'.repeat(400_000))).status)
    expect(hashesOfTheDoor()).toEqual([])
  })
})
