import { randomBytes, randomUUID } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { strFromU8, strToU8, unzipSync } from 'fflate'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { eraseDueAccounts } from '@/lib/accounts/erase-accounts'
import { replacePicture } from '@/lib/accounts/profile'
import { issueResetToken, requestPasswordReset } from '@/lib/accounts/request-password-reset'
import { signIn } from '@/lib/accounts/sign-in'
import { saveProfile } from '@/lib/accounts/store'
import { db } from '@/lib/db'
import { jobs } from '@/lib/jobs/jobs'
import { newPerson, newTokens, TEST_PASSWORD, testClient } from '@/lib/testing/api'
import { race } from '@/lib/testing/long'
import { createPersonalToken } from '@/lib/tokens/create-personal-token'
import { flushExpired } from '@/lib/tokens/flush-expired'
import { makeExports } from './make-exports'
import { findPersonalRows } from './personal-data-store'
import { readExport } from './read-export'
import { findExport, requestExport } from './request-export'

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000)
const ask = (userId: string, now?: Date) => requestExport({ userId, locale: 'ko' }, testClient, now)
const open = (userId: string, token: string, now?: Date) => readExport({ userId, token }, testClient, now)

async function lastLink(recipient: string): Promise<string> {
  const where = { recipient, template: 'export-ready' }
  const mail = await db.mail.findFirst({ where, orderBy: { id: 'desc' } })
  return /download\?token=([\w-]{43})/.exec(mail?.text ?? '')?.[1] ?? ''
}

async function filesOf(userId: string, token: string): Promise<Record<string, Uint8Array>> {
  const { size, parts } = await open(userId, token)
  const zip = await buffer(parts)
  expect(zip.length).toBe(size)
  return unzipSync(zip)
}

/** Somebody with something of every kind, and every secret that goes with it. */
async function newLife() {
  const { user, access, refresh } = await newTokens()
  const name = `Name ${randomUUID()}`
  await saveProfile(db, user.id, { name, nickname: '', bio: '', locale: 'en', timeZone: null })
  const red = sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
  await replacePicture({ user, bytes: await red.png().toBuffer() }, testClient)
  const { secret } = await signIn({ email: user.email, password: TEST_PASSWORD, isKept: false }, testClient)
  const script = { name: 'Script', scopes: ['profile:read' as const], days: 30, locale: 'en' }
  const personal = await createPersonalToken({ ...script, user: { ...user, locale: null } }, testClient)
  const providerTokens = { access_token: randomUUID(), refresh_token: randomUUID(), id_token: randomUUID() }
  const identity = { provider: 'google', providerAccountId: randomUUID(), type: 'oidc', ...providerTokens }
  await db.account.create({ data: { userId: user.id, ...identity } })
  await db.knownDevice.create({ data: { userId: user.id, hash: randomUUID() } })
  await requestPasswordReset({ email: user.email, locale: 'en' }, testClient)
  const { token } = await issueResetToken(user.email, testClient)
  const codeHash = randomUUID()
  const waiting = { purpose: 'prove_address', hash: randomUUID(), data: { email: user.email, codeHash } }
  await db.oneTimeToken.create({ data: { ...waiting, expiresAt: inDays(1) } })
  return {
    user,
    name,
    secrets: [codeHash, waiting.hash, access, refresh, secret, personal, token, ...Object.values(providerTokens)],
  }
}

/** What stands for a secret in the tables: hashes, and the ids that a token is known by. */
async function storedSecrets(userId: string): Promise<string[]> {
  const where = { userId }
  const [user, sessions, tokens, personal, links, devices] = [
    await db.user.findUniqueOrThrow({ where: { id: userId } }),
    await db.session.findMany({ where }),
    await db.outstandingToken.findMany({ where }),
    await db.personalToken.findMany({ where }),
    await db.oneTimeToken.findMany({ where }),
    await db.knownDevice.findMany({ where }),
  ]
  return [
    user.passwordHash,
    ...sessions.map(({ secretHash }) => secretHash),
    ...tokens.flatMap(({ jti }) => [jti, jti.replaceAll('-', '')]),
    ...[personal, links, devices].flatMap((rows) => rows.map(({ hash }) => hash)),
  ].filter((secret) => secret !== null)
}

test('an export holds every kind of data of the person, and no secret of it', async () => {
  const { user, name, secrets } = await newLife()
  const stranger = await newLife()
  await ask(user.id)
  await makeExports()
  const files = await filesOf(user.id, await lastLink(user.email))
  const { 'picture.webp': picture, ...lists } = files
  expect(await sharp(picture).metadata()).toMatchObject({ format: 'webp' })
  const texts = Object.entries(lists).map(([file, bytes]) => [file, strFromU8(bytes)] as const)
  const kinds = ['account', 'activity', 'addresses', 'identities', 'known-devices', 'links', 'mail-requests', 'mails']
  kinds.push('personal-tokens', 'profile', 'sessions', 'tokens')
  for (const kind of kinds) expect(JSON.parse(strFromU8(lists[`${kind}.json`] ?? strToU8('[]'))), kind).not.toEqual([])
  const all = texts.map(([, text]) => text).join('\n')
  const kept = [user.email, name, testClient.ip, 'Script', 'account.request_export', 'prove_address']
  for (const told of kept) expect(all).toContain(told)
  for (const secret of [...secrets, ...(await storedSecrets(user.id))]) expect(all).not.toContain(secret)
  for (const other of [stranger.user.id, stranger.user.email, stranger.name]) expect(all).not.toContain(other)
})

test('what waits for a proof by an identity of the person is exported by its address alone, a stranger’s is not', async () => {
  const { user } = await newLife()
  const { providerAccountId } = await db.account.findFirstOrThrow({ where: { userId: user.id } })
  const wait = (provider: string, subject: string, email: string) => {
    const waiting = { purpose: 'link_identity', hash: randomUUID(), expiresAt: inDays(1) }
    return db.oneTimeToken.create({ data: { ...waiting, data: { provider, subject, email, name: 'Mina' } } })
  }
  await wait('google', providerAccountId, 'own@example.org')
  await wait('kakao', providerAccountId, 'of-another-provider@example.org')
  await wait('google', randomUUID(), 'of-another-person@example.org')
  const { links } = await findPersonalRows(user.id)
  expect(links.filter(({ purpose }) => purpose === 'link_identity')).toMatchObject([
    { data: { email: 'own@example.org' } },
  ])
  expect(JSON.stringify(links)).not.toContain(providerAccountId)
})

test('of ten requests at once one counts, and the next one a day later', race, async () => {
  await db.limit.deleteMany()
  const { id } = await newPerson()
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => ask(id)))
  const refusals = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason.code)
  expect(refusals).toEqual(Array(9).fill('too_many_requests'))
  expect(await findExport(id)).toMatchObject({ madeAt: null, isRepeatable: false })
  expect(await findExport(id, inDays(1.01))).toMatchObject({ isRepeatable: true })
  await ask(id, inDays(1.01))
})

test('who asks again too soon is told how much of the day is left', async () => {
  const { id } = await newPerson()
  const start = new Date()
  await ask(id, start)
  const after = (seconds: number) => ask(id, new Date(start.getTime() + seconds * 1000))
  await expect(after(0)).rejects.toMatchObject({ retryAfterSeconds: 86_400 })
  await expect(after(86_300.5)).rejects.toMatchObject({ retryAfterSeconds: 100 })
  await after(86_400)
})

test('two jobs at once mail one link, which opens the export for a week, to that person only', race, async () => {
  await db.limit.deleteMany()
  const [user, stranger] = [await newPerson(), await newPerson()]
  await ask(user.id)
  await Promise.all([makeExports(), makeExports()])
  const mails = await db.mail.count({ where: { recipient: user.email, template: 'export-ready' } })
  expect(mails).toBe(1)
  const link = await lastLink(user.email)
  await expect(open(user.id, link, inDays(6.9))).resolves.toHaveProperty('size')
  const refused = { code: 'token_invalid' }
  await expect(open(user.id, link, inDays(7.1))).rejects.toMatchObject(refused)
  await expect(open(stranger.id, link)).rejects.toMatchObject(refused)
  for (const token of ['', 'x', randomUUID()]) await expect(open(user.id, token)).rejects.toMatchObject(refused)
  await ask(user.id, inDays(2))
  await expect(open(user.id, link)).rejects.toMatchObject(refused)
})

test('an export whose person is leaving holds nobody up', async () => {
  const [leaving, next] = [await newPerson(), await newPerson()]
  for (const { id } of [leaving, next]) await ask(id)
  await db.user.update({ where: { id: leaving.id }, data: { isActive: false } })
  expect(await makeExports()).toBe(1)
  expect(await findExport(next.id)).toHaveProperty('madeAt', expect.any(Date))
})

test('a large export arrives whole, part by part', async () => {
  const { id: userId, email } = await newPerson()
  await ask(userId)
  await makeExports()
  const zip = new Uint8Array(randomBytes(600_001))
  await db.dataExport.update({ where: { userId }, data: { zip } })
  const { size, parts } = await open(userId, await lastLink(email))
  const received: Uint8Array[] = []
  for await (const part of parts) received.push(part)
  expect(size).toBe(600_001)
  expect(received.length).toBe(3)
  expect(Buffer.concat(received).equals(zip)).toBe(true)
})

test('an export goes after a week, or with its person', async () => {
  const [old, gone, live] = [await newPerson(), await newPerson(), await newPerson()]
  await ask(old.id, inDays(-8))
  for (const { id } of [gone, live]) await ask(id)
  const leaving = { isActive: false, deletionAt: inDays(-1) }
  await db.user.update({ where: { id: gone.id }, data: leaving })
  await eraseDueAccounts()
  expect((await flushExpired()).data_exports).toBeGreaterThan(0)
  const left = await db.dataExport.findMany({ where: { userId: { in: [old.id, gone.id, live.id] } } })
  expect(left.map(({ userId }) => userId)).toEqual([live.id])
})

test('it is one of the jobs of the installation', () => {
  expect(jobs.map(({ name }) => name)).toContain('make-exports')
})
