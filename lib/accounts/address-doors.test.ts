import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { db } from '@/lib/db'
import { type HashTask, default as runHashTask } from '@/lib/passwords/hash-worker'
import { processWide } from '@/lib/process-wide'
import { callApi, TEST_PASSWORD as password } from '@/lib/testing/api'
import { answerMailRequests } from './answer-mail-requests'
import { createUser } from './create-user'
import {
  requestAddressSchema,
  requestCodeSchema,
  requestResetSchema,
  resendConfirmationSchema,
  signInSchema,
  signUpSchema,
} from './schemas'

vi.hoisted(() => {
  process.env.RATE_LIMITS = 'off'
})

let hashes = 0
processWide('hash-pool', () => (task: HashTask) => {
  hashes += 1
  return runHashTask(task)
})

beforeEach(async () => {
  await db.mail.deleteMany()
  await db.mailRequest.deleteMany()
})

type Body = (email: unknown) => object
const withPassword: Body = (email) => ({ email, password })
const alone: Body = (email) => ({ email })
const register: Body = (email) => ({ email, password1: password, password2: password })

const endpoints: [string, Body][] = [
  ['/dj-rest-auth/login/', withPassword],
  ['/dj-rest-auth/registration/', register],
  ['/dj-rest-auth/registration/resend-email/', alone],
  ['/dj-rest-auth/password/reset/', alone],
]

const forms = {
  signUp: (email: unknown) => signUpSchema.safeParse({ email, password, name: 'Minji' }),
  signIn: (email: unknown) => signInSchema.safeParse({ email, password }),
  resend: (email: unknown) => resendConfirmationSchema.safeParse({ email }),
  forgot: (email: unknown) => requestResetSchema.safeParse({ email }),
  code: (email: unknown) => requestCodeSchema.safeParse({ email }),
  change: (email: unknown) => requestAddressSchema.safeParse({ email }),
}

const hostile: [string, unknown][] = [
  ['R-05', 'person＠example.org'],
  ['R-05', 'person﹫example.org'],
  ['R-05', 'person@example.org＠evil.example'],
  ['R-06', 'a@example.org,b@example.org'],
  ['R-06', 'a@example.org;b@example.org'],
  ['R-06', '"a b"@example.org'],
  ['R-06', 'a@example.org\r\nBcc: b@example.org'],
  ['R-06', 'a@example.org\nRCPT TO:<b@example.org>'],
  ['R-06', 'Person <a@example.org>'],
  ['R-06', '<a@example.org>'],
  ['R-06', 'a@example.org(comment)'],
  ['R-06', `${'a'.repeat(64)}@${'b.'.repeat(100)}org`],
  ['P-05', 'a\u0000@example.org'],
  ['P-09', { contains: '' }],
  ['P-09', { $gt: '' }],
  ['P-09', ['a@example.org']],
  ['P-09', ['a@example.org', 'b@example.org']],
  ['P-09', 7],
  ['P-09', true],
  ['P-09', null],
]

describe.each(endpoints)('at %s', (path, bodyFor) => {
  test.each(hostile)(
    '%s %j as an address is refused before anything is hashed, written or mailed',
    async (_, email) => {
      const people = await db.user.count()
      hashes = 0
      expect((await callApi(path, { body: bodyFor(email) })).status).toBe(400)
      expect(hashes).toBe(0)
      expect(await db.user.count()).toBe(people)
      expect(await db.mailRequest.count()).toBe(0)
      expect(await db.mail.count()).toBe(0)
    },
  )
})

// As in Simple JWT any text is taken there: one that is no address belongs to nobody, whatever it looks like.
test.each(hostile)(
  '%s %j opens nothing at /accounts/token/, also with the password of whom it looks like',
  async (_, typed) => {
    const emails = ['person@example.org', 'a@example.org', 'b@example.org', 'a b@example.org']
    for (const email of emails) await createUser({ email, password, isVerified: true }).catch(() => {})
    const { status } = await callApi('/accounts/token/', { body: { email: typed, password } })
    expect([400, 401]).toContain(status)
    expect((await callApi('/accounts/token/', { body: { email: 'person@example.org', password } })).status).toBe(200)
  },
)

test.each(hostile)('%s %j is refused by every form', (_, email) => {
  for (const [name, parse] of Object.entries(forms)) expect(parse(email).success, name).toBe(false)
})

test.each([...[{ contains: '' }, { $ne: null }, [password], [password, password], true, null]])(
  'P-09 %j as a password is refused by every endpoint before anything is hashed',
  async (typed) => {
    const email = `${randomUUID()}@example.com`
    hashes = 0
    const signIn = { email, password: typed }
    for (const path of ['/accounts/token/', '/dj-rest-auth/login/'])
      expect((await callApi(path, { body: signIn })).status, path).toBe(400)
    const body = { email, password1: typed, password2: typed }
    expect((await callApi('/dj-rest-auth/registration/', { body })).status).toBe(400)
    expect(hashes).toBe(0)
  },
)

const mailDoors = endpoints.filter(([path]) => path.includes('reset') || path.endsWith('registration/'))

async function mailedAfter(path: string, body: object): Promise<string[]> {
  expect((await callApi(path, { body })).status).toBeLessThan(300)
  await answerMailRequests()
  return (await db.mail.findMany()).map(({ recipient }) => recipient)
}

async function newMike() {
  const id = randomUUID()
  const stored = `mike.fi.${id}@example.com`
  await createUser({ email: stored, password, isVerified: true })
  return { stored, spell: (local: string) => `${local}.${id}@example.com` }
}

describe.each(mailDoors)('at %s', (path, bodyFor) => {
  test.each(['mıke.fi', 'mike.fı', 'mіke.fi'])('R-04 %j is nobody’s but its own address', async (local) => {
    const { stored, spell } = await newMike()
    const before = await db.user.findUniqueOrThrow({ where: { email: stored } })
    const recipients = await mailedAfter(path, bodyFor(spell(local)))
    expect(recipients).not.toContain(stored)
    expect(recipients.filter((recipient) => recipient !== spell(local))).toEqual([])
    expect(await db.user.findUniqueOrThrow({ where: { email: stored } })).toEqual(before)
  })

  test.each(['MIKE.FI', 'ｍｉｋｅ.fi', 'mi\u212ae.fi', 'mike.\ufb01', ' Mike.Fi'])(
    'R-16 R-04 %j reaches the stored address only, as it is stored',
    async (local) => {
      const { stored, spell } = await newMike()
      expect(await mailedAfter(path, bodyFor(spell(local)))).toEqual([stored])
      expect(await db.user.count({ where: { email: { equals: stored, mode: 'insensitive' } } })).toBe(1)
    },
  )
})
