import { randomUUID } from 'node:crypto'
import { Client as PgClient } from 'pg'
import { beforeEach, expect, test } from 'vitest'
import { db } from '@/lib/db'
import type { HashTask } from '@/lib/passwords/hash-worker'
import runHashTask from '@/lib/passwords/hash-worker'
import { processWide } from '@/lib/process-wide'
import { callApi, newPerson, TEST_PASSWORD as password } from '@/lib/testing/api'
import { createUser } from './create-user'
import { deactivateUser } from './deactivate-user'

const client = { ip: '192.0.2.1', userAgent: 'vitest', requestId: 'test' }

const hashes: string[] = []
processWide('hash-pool', () => (task: HashTask) => {
  hashes.push(JSON.stringify(task).replaceAll(/\$2b\$(\d\d)\$[^"]*/g, '$$2b$$$1'))
  return runHashTask(task)
})

// Every statement goes through here, Prisma's too; it is written down and goes on.
const statements: string[] = []
const send = PgClient.prototype.query as (...args: unknown[]) => unknown
PgClient.prototype.query = function query(this: PgClient, ...args: unknown[]) {
  const [first] = args as [string | { text: string }]
  statements.push(typeof first === 'string' ? first : first.text)
  return send.apply(this, args)
} as typeof PgClient.prototype.query

beforeEach(() => db.limit.deleteMany())

const newEmail = () => `${randomUUID()}@example.com`

async function newDisabled() {
  const user = await newPerson()
  await deactivateUser(user.email, client)
  return user
}

const makers: Record<string, () => Promise<{ email: string }>> = {
  existing: newPerson,
  missing: async () => ({ email: newEmail() }),
  socialOnly: () => createUser({ email: newEmail(), isVerified: true }),
  disabled: newDisabled,
  unverified: () => newPerson({ isVerified: false }),
}

/** What a call answers and what it does for it, without what differs from call to call. */
async function workOf(path: string, body: object) {
  hashes.length = 0
  statements.length = 0
  const { status, headers, body: content } = await callApi(path, { body })
  return { status, headers: [...headers].sort(), content, hashes: [...hashes], statements: [...statements] }
}

async function workByState(path: string, bodyFor: (email: string) => object) {
  const works: [string, Awaited<ReturnType<typeof workOf>>][] = []
  await workOf(path, bodyFor((await newPerson()).email))
  for (const [state, make] of Object.entries(makers)) {
    const { email } = await make()
    works.push([state, await workOf(path, bodyFor(email))])
  }
  return works
}

const doors: [string, string, (email: string) => object, number][] = [
  ['sign-in for tokens', '/accounts/token/', (email) => ({ email, password: 'not the one' }), 1],
  ['sign-in', '/dj-rest-auth/login/', (email) => ({ email, password: 'not the one' }), 1],
  ['sign-up', '/dj-rest-auth/registration/', (email) => ({ email, password1: password, password2: password }), 1],
  ['a forgotten password', '/dj-rest-auth/password/reset/', (email) => ({ email }), 0],
  ['another confirmation', '/dj-rest-auth/registration/resend-email/', (email) => ({ email }), 0],
]

test.each(doors)(
  'P-07 P-01 P-02 P-03 R-01 %s makes the same hash, sends the same statements and answers the same bytes for every address',
  async (_, path, bodyFor, hashCount) => {
    const [[, first], ...others] = (await workByState(path, bodyFor)) as [[string, Awaited<ReturnType<typeof workOf>>]]
    expect(first.hashes).toHaveLength(hashCount)
    for (const [state, work] of others as [string, typeof first][]) expect(work, state).toEqual(first)
  },
)
