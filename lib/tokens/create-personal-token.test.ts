import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { testClient as client, newPerson } from '@/lib/testing/api'
import { race } from '@/lib/testing/long'
import { listPersonalTokens } from './list-personal-tokens'
import { MAX_PERSONAL_TOKENS } from './personal-token'
import { createFor, DAY_MS, newPersonalToken } from './personal-token.fixture'
import { createPersonalTokenSchema } from './personal-token-schemas'
import { revokeAllPersonalTokens, revokePersonalToken } from './revoke-personal-token'

async function fill(userId: string, count: number) {
  const data = Array.from({ length: count }, (_, n) => ({ userId, name: `${n}`, hash: `${userId}${n}`, scopes: [] }))
  await db.personalToken.createMany({ data })
}

test('a token is stored as its hash only, with an audit event and a mail that carry neither it nor its name', async () => {
  const now = new Date()
  const { user, token } = await newPersonalToken({ scopes: ['profile:read'], days: 7 }, now)
  const [row] = await db.personalToken.findMany({ where: { userId: user.id } })
  expect(row).toMatchObject({
    name: 'Build server',
    scopes: ['profile:read'],
    hash: createHash('sha256').update(token).digest('hex'),
    expiresAt: new Date(now.getTime() + 7 * DAY_MS),
    lastUsedAt: null,
    revokedAt: null,
  })
  const events = await db.auditEvent.findMany({ where: { userId: user.id, event: 'personal_token.create' } })
  const mails = await db.mail.findMany({ where: { recipient: user.email, template: 'personal-token-created' } })
  expect([events, mails]).toMatchObject([[{ data: { scopes: ['profile:read'], days: 7 } }], [{ locale: 'en' }]])
  const kept = JSON.stringify([row, events, mails])
  expect(kept).not.toContain(token.slice(0, 20))
  expect(JSON.stringify([events, mails])).not.toContain('Build server')
})

test('of requests at once for the last place one gets it', race, async () => {
  const user = await newPerson()
  await fill(user.id, MAX_PERSONAL_TOKENS - 1)
  const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => createFor(user)))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'personal_token_limit' })
  }
  expect(await listPersonalTokens(user.id)).toHaveLength(MAX_PERSONAL_TOKENS)
  expect(await db.mail.count({ where: { recipient: user.email } })).toBe(1)
})

test('a revoked token makes room for another, and is listed no longer', async () => {
  const user = await newPerson()
  await fill(user.id, MAX_PERSONAL_TOKENS)
  await expect(createFor(user)).rejects.toMatchObject({ code: 'personal_token_limit' })
  const [oldest] = await listPersonalTokens(user.id)
  await revokePersonalToken({ userId: user.id, tokenId: oldest?.id ?? '' }, client)
  await createFor(user)
  expect((await listPersonalTokens(user.id)).map(({ id }) => id)).not.toContain(oldest?.id)
})

test('S-11 the token of somebody else can be neither seen nor revoked; it does not exist', async () => {
  const { user } = await newPersonalToken()
  const stranger = await newPerson()
  expect(await listPersonalTokens(stranger.id)).toEqual([])
  const [token] = await listPersonalTokens(user.id)
  for (const tokenId of [token?.id ?? '', 'no id', '']) {
    const attempt = revokePersonalToken({ userId: stranger.id, tokenId }, client)
    await expect(attempt).rejects.toMatchObject({ code: 'not_found' })
  }
  expect(await listPersonalTokens(user.id)).toHaveLength(1)
})

test('a token is revoked once, however many ask, and one event tells of it', race, async () => {
  const { user } = await newPersonalToken()
  const [token] = await listPersonalTokens(user.id)
  const attempt = () => revokePersonalToken({ userId: user.id, tokenId: token?.id ?? '' }, client)
  const outcomes = await Promise.allSettled([attempt(), attempt(), attempt()])
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const events = await db.auditEvent.findMany({ where: { userId: user.id, event: 'personal_token.revoke' } })
  expect(events).toMatchObject([{ reason: 'revoked_by_person', data: { personalTokens: [token?.id] } }])
})

test('all tokens of one person are revoked, and nobody else’s', async () => {
  const { user } = await newPersonalToken()
  const { user: other } = await newPersonalToken()
  await createFor(user)
  await revokeAllPersonalTokens(user.id, client)
  expect(await listPersonalTokens(user.id)).toEqual([])
  expect(await listPersonalTokens(other.id)).toHaveLength(1)
})

const form = { name: 'CI', days: '30', 'profile:read': 'on' }

test('the form gives the name, the days and the scopes that were checked', () => {
  expect(createPersonalTokenSchema.parse({ ...form, name: ' CI ' })).toEqual({
    name: 'CI',
    days: 30,
    scopes: ['profile:read'],
  })
})

test.each([
  { ...form, name: ' ' },
  { ...form, name: 'x'.repeat(61) },
  { ...form, name: 'a\nb' },
  { ...form, days: '31' },
  { ...form, days: '36500' },
  { name: 'CI', days: '30' },
  { ...form, 'admin:write': 'on' },
  { ...form, 'profile:read': 'yes' },
])('the form is refused: %j', (input) => {
  expect(createPersonalTokenSchema.safeParse(input).success).toBe(false)
})
