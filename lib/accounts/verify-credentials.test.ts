import { pbkdf2Sync, randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { hashSecret } from '@/lib/encryption'
import { env } from '@/lib/env'
import { limits } from '@/lib/limits/limits'
import { encodePassword } from '@/lib/passwords/encoded-password'
import type { HashTask } from '@/lib/passwords/hash-worker'
import runHashTask from '@/lib/passwords/hash-worker'
import { processWide } from '@/lib/process-wide'
import { findSignIn } from '@/lib/sessions/find-sign-in'
import { newPerson, TEST_PASSWORD as password, testClient } from '@/lib/testing/api'
import { race } from '@/lib/testing/long'
import { obtainTokens } from '@/lib/tokens/obtain-tokens'
import { confirmPassword } from './confirm-password'
import { createUser } from './create-user'
import { emailSchema } from './email'
import { signIn } from './sign-in'
import { verifyCredentials } from './verify-credentials'

let hashes = 0
let beforeEncoding = async () => {}
processWide('hash-pool', () => async (task: HashTask) => {
  hashes += 1
  if (task.kind === 'encode') await beforeEncoding()
  return runHashTask(task)
})

let nextAddress = 0
function newClient() {
  nextAddress += 1
  return { ...testClient, ip: `10.0.${nextAddress >> 8}.${nextAddress & 255}` }
}

const newEmail = () => `${randomUUID()}@example.org`

async function newSocialOnly() {
  return createUser({ email: newEmail(), isVerified: true })
}

async function newDisabled() {
  const user = await newPerson()
  return db.user.update({ where: { id: user.id }, data: { isActive: false } })
}

/** What the outside sees of a refusal, and how many hashes it cost. */
async function refusalOf(email: string, typed: string) {
  hashes = 0
  const error: unknown = await verifyCredentials({ email, password: typed }, newClient()).catch((thrown) => thrown)
  return { error: JSON.stringify(error), text: String(error), hashes }
}

test.each([
  ['P-02 an unknown address', async () => ({ email: newEmail() })],
  ['P-03 an account without a password', newSocialOnly],
  ['P-23 a disabled person with the right password', newDisabled],
])('%s is refused exactly like a wrong password, after as many hashes', async (_, make) => {
  const wrongPassword = await refusalOf((await newPerson()).email, 'not the password')
  expect(wrongPassword).toMatchObject({ text: 'AppError: bad_credentials', hashes: 1 })
  expect(await refusalOf((await make()).email, password)).toEqual(wrongPassword)
})

test('P-01 a wrong password opens nothing and leaves an event; the right one opens a session', async () => {
  const user = await newPerson()
  await expect(signIn({ email: user.email, password: 'wrong', isKept: false }, newClient())).rejects.toMatchObject({
    code: 'bad_credentials',
  })
  const { secret } = await signIn({ email: user.email, password, isKept: false }, newClient())
  expect(await findSignIn(secret, testClient)).toMatchObject({ user: { id: user.id }, session: { method: 'password' } })
  const events = await db.auditEvent.findMany({ where: { userId: user.id }, orderBy: { at: 'asc' } })
  expect(events).toMatchObject([
    { event: 'account.verify_password', outcome: 'refused', reason: 'bad_credentials' },
    { event: 'account.sign_in', outcome: 'success' },
  ])
  expect(JSON.stringify(events)).not.toContain(password)
})

test('P-23 a deleted person gets no session', async () => {
  const user = await newPerson()
  await db.user.delete({ where: { id: user.id } })
  expect(await refusalOf(user.email, password)).toMatchObject({ text: 'AppError: bad_credentials', hashes: 1 })
})

test('P-24 an unconfirmed address is told only to somebody who knows the password, and gets no session', async () => {
  const user = await newPerson({ isVerified: false })
  expect(await refusalOf(user.email, 'not the password')).toMatchObject({ text: 'AppError: bad_credentials' })
  await expect(signIn({ email: user.email, password, isKept: false }, newClient())).rejects.toMatchObject({
    code: 'email_not_verified',
  })
  expect(await db.session.count({ where: { userId: user.id } })).toBe(0)
})

test('P-11 parallel guesses beyond the limit never reach the hash', race, async () => {
  const { email } = await newPerson()
  hashes = 0
  const guesses = Array.from({ length: 60 }, () => verifyCredentials({ email, password: 'guess' }, newClient()))
  await Promise.allSettled(guesses)
  expect(hashes).toBe(limits.password.account.points)
})

test('P-16 signing in to an own account does not clear the count of the address', async () => {
  const own = await newPerson()
  const attacker = newClient()
  const victims = Array.from({ length: limits.password.address.points }, newEmail)
  for (const email of victims) {
    await verifyCredentials({ email, password: 'guess' }, attacker).catch(() => {})
    if (email === victims[5]) await verifyCredentials({ email: own.email, password }, attacker)
  }
  await expect(verifyCredentials({ email: own.email, password }, attacker)).rejects.toMatchObject({
    code: 'too_many_requests',
  })
})

test('a device cookie that was made up is answered and counted like none, for known and unknown addresses', async () => {
  const answersOf = async (email: string, deviceHashes: string[]) => {
    const codes: unknown[] = []
    for (let attempt = 0; attempt <= limits.password.account.points; attempt += 1) {
      const client = { ...newClient(), deviceHashes }
      codes.push(await verifyCredentials({ email, password: 'guess' }, client).catch(({ code }) => code))
    }
    return codes
  }
  const without = await answersOf((await newPerson()).email, [])
  expect(await answersOf((await newPerson()).email, [hashSecret('made up')])).toEqual(without)
  expect(await answersOf(newEmail(), [hashSecret('made up')])).toEqual(without)
})

test('P-18 other spellings of an address count on the same account', async () => {
  const { email } = await newPerson()
  const spellings = [email.toUpperCase(), ` ${email} `, email.replace('example', 'ｅｘａｍｐｌｅ')]
  for (let attempt = 0; attempt < limits.password.account.points; attempt += 1) {
    const spelling = emailSchema.parse(spellings[attempt % spellings.length])
    await verifyCredentials({ email: spelling, password: 'guess' }, newClient()).catch(() => {})
  }
  await expect(verifyCredentials({ email, password }, newClient())).rejects.toMatchObject({ code: 'too_many_requests' })
})

test('P-19 web, API and step-up share one count', async () => {
  const { email } = await newPerson()
  const { secret } = await signIn({ email, password, isKept: false }, newClient())
  const current = await findSignIn(secret, testClient)
  if (!current) throw new Error('nobody is signed in')
  const doors = [
    () => signIn({ email, password: 'guess', isKept: false }, newClient()),
    () => obtainTokens({ email, password: 'guess' }, newClient()),
    () => confirmPassword({ signIn: current, password: 'guess' }, newClient()),
  ]
  for (let attempt = 0; attempt < limits.password.account.points; attempt += 1) {
    await expect(doors[attempt % doors.length]?.()).rejects.toMatchObject({ code: 'bad_credentials' })
  }
  for (const door of doors) await expect(door()).rejects.toMatchObject({ code: 'too_many_requests' })
})

test('a hash of an older cost is made anew at sign-in, and the password stays the same', async () => {
  const user = await newPerson()
  const weaker = await encodePassword(password, env.BCRYPT_COST + 1)
  await db.user.update({ where: { id: user.id }, data: { passwordHash: weaker } })
  await verifyCredentials({ email: user.email, password }, newClient())
  const { passwordHash } = await db.user.findUniqueOrThrow({ where: { id: user.id } })
  expect(passwordHash).not.toBe(weaker)
  await verifyCredentials({ email: user.email, password }, newClient())
})

test.each(['pbkdf2_sha256$1000$saltsaltsalt$', 'pbkdf2_sha1$1000$saltsaltsalt$'])(
  'a hash that Django made as %s… is made anew at sign-in',
  async (head) => {
    const user = await newPerson()
    const [, digest = ''] = /_(sha\d+)/.exec(head) ?? []
    const key = pbkdf2Sync(password, 'saltsaltsalt', 1_000, digest === 'sha1' ? 20 : 32, digest)
    await db.user.update({ where: { id: user.id }, data: { passwordHash: head + key.toString('base64') } })
    const { passwordHash } = await verifyCredentials({ email: user.email, password }, newClient())
    expect(passwordHash).toMatch(/^bcrypt_sha256\$/)
    expect(await db.user.findUniqueOrThrow({ where: { id: user.id } })).toMatchObject({ passwordHash })
  },
)

test('P-22 a password that is changed while its hash is made anew survives', race, async () => {
  const user = await newPerson()
  const passwordHash = await encodePassword(password, env.BCRYPT_COST + 1)
  await db.user.update({ where: { id: user.id }, data: { passwordHash } })
  const changed = await encodePassword('the new password', env.BCRYPT_COST)
  beforeEncoding = async () => {
    await db.user.update({ where: { id: user.id }, data: { passwordHash: changed } })
  }
  await verifyCredentials({ email: user.email, password }, newClient()).catch(() => {})
  beforeEncoding = async () => {}
  expect(await db.user.findUniqueOrThrow({ where: { id: user.id } })).toMatchObject({ passwordHash: changed })
})

test('S-01 a step-up by password changes the secret of the session', async () => {
  const { email } = await newPerson()
  const started = await signIn({ email, password, isKept: true }, newClient())
  const current = await findSignIn(started.secret, testClient)
  if (!current) throw new Error('nobody is signed in')
  const renewed = await confirmPassword({ signIn: current, password }, newClient())
  expect(renewed.session).toMatchObject({ id: started.session.id, isKept: true })
  expect(await findSignIn(started.secret, testClient)).toBeNull()
  expect(await findSignIn(renewed.secret, testClient)).not.toBeNull()
})

test('a step-up by the password of whoever has the address by now proves nothing', async () => {
  const [{ email }, heir] = [await newPerson(), await newPerson()]
  const { secret } = await signIn({ email, password, isKept: false }, newClient())
  const current = await findSignIn(secret, testClient)
  if (!current) throw new Error('nobody is signed in')
  const late = { ...current, user: { ...current.user, email: heir.email } }
  await expect(confirmPassword({ signIn: late, password }, newClient())).rejects.toMatchObject({
    code: 'bad_credentials',
  })
  expect(await findSignIn(secret, testClient)).not.toBeNull()
})
