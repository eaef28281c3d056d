import { createHook } from 'node:async_hooks'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { db } from '@/lib/db'
import { env } from '@/lib/env'
import { applyRevocation } from '@/lib/sessions/revocation-feed'
import { callApi, newTokens, testClient } from '@/lib/testing/api'
import { issueTokens } from './issue-tokens'
import { verifyJwt } from './jwt'
import { PUBLISH_AHEAD_SECONDS, pullSigningKey, rotateSigningKeys } from './rotate-signing-keys'
import { replacePulledKey } from './signing-key-store'
import {
  findVerificationKey,
  forgetSigningKeys,
  generateSigningKey,
  getSigningKey,
  listPublicKeys,
} from './signing-keys'

const start = new Date()
const after = (seconds: number) => new Date(start.getTime() + seconds * 1_000)
const invalid = { code: 'token_not_valid' }
const publishedAt = async (now: Date) => (await listPublicKeys(now)).map(({ kid }) => kid)
const kidOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid

beforeEach(async () => {
  await db.signingKey.deleteMany({})
  forgetSigningKeys()
})

test('T-27 a new key is published before it signs, the old one verifies until its last token has expired', async () => {
  const old = (await getSigningKey(start)).kid ?? ''
  const { user } = await newTokens(start)
  const next = (await rotateSigningKeys({ isForced: true }, start)) ?? ''
  expect(await publishedAt(start)).toEqual(expect.arrayContaining([old, next]))
  expect((await getSigningKey(after(PUBLISH_AHEAD_SECONDS - 1))).kid).toBe(old)
  const last = await issueTokens({ user, method: 'password', client: testClient }, after(PUBLISH_AHEAD_SECONDS - 1))
  expect(kidOf(last.refresh)).toBe(old)

  expect((await getSigningKey(after(PUBLISH_AHEAD_SECONDS))).kid).toBe(next)
  const beforeItExpires = after(PUBLISH_AHEAD_SECONDS + env.REFRESH_TOKEN_SECONDS - 2)
  expect(await verifyJwt(last.refresh, beforeItExpires)).toHaveProperty('jti')
  expect(await publishedAt(beforeItExpires)).toContain(old)
  expect(await publishedAt(after(PUBLISH_AHEAD_SECONDS + env.REFRESH_TOKEN_SECONDS))).toEqual([next])
})

test('T-27 no request fails while ten keys in a row take over, and each of them signs', async () => {
  const { user } = await newTokens(start)
  const issue = () => issueTokens({ user, method: 'password', client: testClient })
  const kids = new Set<string>()
  let isOver = false
  const work = async () => {
    while (!isOver) {
      const { access, refresh } = await issue()
      kids.add(kidOf(access))
      await verifyJwt(access)
      expect((await callApi('/accounts/token/refresh/', { body: { refresh } })).status).toBe(200)
    }
  }
  const working = Promise.all([work(), work(), work()])
  for (let rotation = 0; rotation < 10; rotation += 1) {
    const kid = (await rotateSigningKeys({ isForced: true })) ?? ''
    // As if its time had come.
    await db.signingKey.update({ where: { kid }, data: { activeFrom: new Date() } })
    forgetSigningKeys()
    await vi.waitFor(() => expect([...kids]).toContain(kid), { timeout: 5_000 })
  }
  isOver = true
  await working
  const newest = await db.signingKey.findFirstOrThrow({ orderBy: { activeFrom: 'desc' } })
  expect(kidOf((await issue()).access)).toBe(newest.kid)
})

test('it is time when the key has served SIGNING_KEY_DAYS, and of ten processes one rotates', async () => {
  await getSigningKey(start)
  const due = env.SIGNING_KEY_DAYS * 86_400
  expect(await rotateSigningKeys({}, after(due - PUBLISH_AHEAD_SECONDS - 1))).toBeNull()
  const made = await Promise.all(Array.from({ length: 10 }, () => rotateSigningKeys({}, after(due))))
  expect(made.filter((kid) => kid !== null)).toHaveLength(1)
  expect(await rotateSigningKeys({ isForced: true }, after(due))).toBeNull()
})

test('a pulled key is gone at once: not published, nothing it signed is good, another signs', async () => {
  const { access, refresh } = await newTokens()
  const pulled = kidOf(access)
  await verifyJwt(access)
  await pullSigningKey(pulled, testClient)
  await expect(verifyJwt(access)).rejects.toMatchObject(invalid)
  expect((await callApi('/accounts/token/refresh/', { body: { refresh } })).status).toBe(401)
  expect((await callApi('/accounts/token/verify/', { body: { token: access } })).status).toBe(401)
  const headers = { authorization: `Bearer ${access}` }
  expect((await callApi('/accounts/me/', { method: 'GET', headers })).status).toBe(401)
  expect(await publishedAt(new Date())).not.toContain(pulled)
  expect(kidOf((await newTokens()).access)).not.toBe(pulled)
  await expect(pullSigningKey(pulled, testClient)).rejects.toMatchObject({ code: 'not_found' })
})

test('a process that learns of it by the revocation log refuses the key before it reads the keys again', async () => {
  const { access } = await newTokens()
  await verifyJwt(access)
  applyRevocation({ subject: 'key', subjectId: kidOf(access), reason: 'key_pulled', at: new Date() })
  await expect(verifyJwt(access)).rejects.toMatchObject(invalid)
})

test('a process that learns of it by the revocation log knows the key that took over at once', async () => {
  const kid = kidOf((await newTokens()).access)
  const successor = { ...(await generateSigningKey()), activeFrom: new Date() }
  await getSigningKey()
  expect(await replacePulledKey({ kid, successor, now: new Date() }, async () => {})).toBe(true)
  applyRevocation({ subject: 'key', subjectId: kid, reason: 'key_pulled', at: new Date() })
  expect(await findVerificationKey(successor.kid, new Date())).toMatchObject({ kid: successor.kid })
})

test('a key that is pulled before its turn leaves the old one signing, and the next is published ahead again', async () => {
  const old = (await getSigningKey(start)).kid ?? ''
  const waiting = (await rotateSigningKeys({ isForced: true }, start)) ?? ''
  await pullSigningKey(waiting, testClient, start)
  const later = after(PUBLISH_AHEAD_SECONDS + env.REFRESH_TOKEN_SECONDS + 1)
  expect((await getSigningKey(later)).kid).toBe(old)
  const next = await rotateSigningKeys({ isForced: true }, later)
  expect((await publishedAt(later)).sort()).toEqual([old, next].sort())
  expect((await getSigningKey(later)).kid).toBe(old)
})

/** Counts the key pairs that are made from now on, and those of them that come back from another thread. */
function watchKeyPairs() {
  const [made, awaited] = [new Set<number>(), new Set<number>()]
  const init = (id: number, type: string) => type === 'KEYPAIRGENREQUEST' && made.add(id)
  const before = (id: number) => made.has(id) && awaited.add(id)
  const hook = createHook({ init: (id, type) => void init(id, type), before: (id) => void before(id) }).enable()
  onTestFinished(() => void hook.disable())
  return { made, awaited }
}

test('a key pair is made only when one is due, and nothing waits for it meanwhile', async () => {
  await getSigningKey(start)
  const { made, awaited } = watchKeyPairs()
  expect(await rotateSigningKeys({}, start)).toBeNull()
  expect(made.size).toBe(0)
  expect(await rotateSigningKeys({}, after(env.SIGNING_KEY_DAYS * 86_400))).not.toBeNull()
  expect([made.size, awaited.size]).toEqual([1, 1])
})
