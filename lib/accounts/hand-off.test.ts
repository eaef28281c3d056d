import { beforeEach, expect, test } from 'vitest'
import { db } from '@/lib/db'
import { hashSecret } from '@/lib/encryption'
import { limits } from '@/lib/limits/limits'
import { secondsAfter } from '@/lib/sessions/session'
import { testClient as client } from '@/lib/testing/api'
import { race } from '@/lib/testing/long'
import { offerHandOff, takeHandOff } from './hand-off'
import { takeHandOffSchema } from './schemas'

beforeEach(() => db.limit.deleteMany())

const intent = { provider: 'google', next: '/devices?of=mine' }
const wrong = { code: 'validation_failed', fields: { code: ['hand_off_wrong'] } }
const now = new Date('2026-11-27T12:00:00Z')

const newest = () => db.oneTimeToken.findFirstOrThrow({ where: { purpose: 'hand_off' }, orderBy: { id: 'desc' } })

test('a code stands for what was to be done and for nobody, however it is typed', async () => {
  const code = await offerHandOff(intent, client, now)
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
  expect(await newest()).toMatchObject({ userId: null, data: intent })
  const typed = ` ${code.toLowerCase().replace('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `
  expect(await takeHandOff(takeHandOffSchema.parse({ code: typed }).code, client, now)).toEqual(intent)
})

test('of twenty browsers with one code exactly one goes on, and nothing is left of it', race, async () => {
  const code = await offerHandOff(intent, client, now)
  const { id } = await newest()
  const attempts = Array.from({ length: 20 }, () => takeHandOff(code, client, now))
  const outcomes = await Promise.allSettled(attempts)
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await db.oneTimeToken.findUnique({ where: { id } })).toBeNull()
})

test('a code is nothing after ten minutes, and nothing to another purpose', async () => {
  const old = await offerHandOff(intent, client, now)
  await expect(takeHandOff(old, client, secondsAfter(now, 600))).rejects.toMatchObject(wrong)
  const { id } = await newest()
  await db.oneTimeToken.update({ where: { id }, data: { purpose: 'sign_in_code' } })
  await expect(takeHandOff(old, client, now)).rejects.toMatchObject(wrong)
})

test('whoever reads the table cannot try codes against it', async () => {
  const code = await offerHandOff(intent, client, now)
  const row = await newest()
  expect(JSON.stringify(row)).not.toContain(code)
  expect([code, code.replace('-', '')].map(hashSecret)).not.toContain(row.hash)
})

test('guessing is recorded, and stops at the limit of an address', async () => {
  const guess = () => takeHandOff('0000-0000', client, now)
  const where = { event: 'account.try_code', outcome: 'refused', reason: 'hand_off' }
  const before = await db.auditEvent.count({ where })
  await expect(guess()).rejects.toMatchObject(wrong)
  expect(await db.auditEvent.count({ where })).toBe(before + 1)
  for (let time = 1; time < limits.code.address.points; time += 1) await guess().catch(() => {})
  await expect(guess()).rejects.toMatchObject({ code: 'too_many_requests' })
})

test('asking for codes stops at the limit of an address', async () => {
  for (let time = 0; time < limits.provider.address.points; time += 1) await offerHandOff(intent, client, now)
  await expect(offerHandOff(intent, client, now)).rejects.toMatchObject({ code: 'too_many_requests' })
})
