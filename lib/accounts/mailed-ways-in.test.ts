import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test, vi } from 'vitest'
import { db, pool } from '@/lib/db'
import { testClient as client, newPerson } from '@/lib/testing/api'
import { untilOneWaits } from '@/lib/testing/until-one-waits'
import { answerMailRequests } from './answer-mail-requests'
import { issueResetToken, requestPasswordReset } from './request-password-reset'
import { resetPassword } from './reset-password'
import { requestSignInCode } from './sign-in-by-code'

vi.hoisted(() => {
  process.env.SIGN_IN_BY_CODE = 'on'
})

const newPassword = 'copper lantern seventeen'
const locale = 'en'

/** Somebody with a further address, which they have proved. */
async function newPair() {
  const { id, email: main } = await newPerson()
  const further = `${randomUUID()}@example.org`
  await db.emailAddress.create({ data: { id: randomUUID(), userId: id, email: further, verifiedAt: new Date() } })
  return { id, main, further }
}

const remove = 'DELETE FROM email_addresses WHERE email = $1'
const templatesTo = async (recipient: string) =>
  (await db.mail.findMany({ where: { recipient }, select: { template: true } })).map(({ template }) => template)

/** Does `act` while the further address is being removed by somebody who locked the person first. */
async function whileItIsRemoved({ id, further }: { id: string; further: string }, act: () => Promise<unknown>) {
  const removing = await pool.connect()
  onTestFinished(() => removing.release())
  await removing.query('BEGIN')
  await removing.query('SELECT 1 FROM users WHERE id = $1 FOR NO KEY UPDATE', [id])
  const outcome = act().catch((error: unknown) => error)
  await untilOneWaits()
  await removing.query(remove, [further])
  await removing.query('COMMIT')
  return outcome
}

const ways: [string, string, (email: string) => Promise<unknown>][] = [
  ['a link to choose a password', 'reset-password', (email) => requestPasswordReset({ email, locale }, client)],
  ['a code to sign in', 'sign-in-code', (email) => requestSignInCode({ email, locale }, client)],
]

test.each(ways)('R-18 %s is not mailed to an address that is removed meanwhile', async (_, _template, ask) => {
  const pair = await newPair()
  await ask(pair.further)
  await whileItIsRemoved(pair, answerMailRequests)
  expect(await templatesTo(pair.further)).toEqual([])
  expect(await db.oneTimeToken.count({ where: { userId: pair.id, usedAt: null } })).toBe(0)
})

test.each(ways)('R-25 %s goes to the main address only while the account is held', async (_, template, ask) => {
  const { id, main, further } = await newPair()
  const until = (seconds: number) => ({ where: { id }, data: { heldUntil: new Date(Date.now() + seconds * 1_000) } })
  await db.user.update(until(60))
  for (const email of [further, main]) await ask(email)
  await answerMailRequests()
  expect(await templatesTo(further)).toEqual([])
  expect(await templatesTo(main)).toEqual([template])
  await db.user.update(until(-60))
  await ask(further)
  await answerMailRequests()
  expect(await templatesTo(further)).toEqual([template])
})

test('R-18 a link is void once the address it was mailed to leads to nobody, or to somebody else', async () => {
  const [left, given, removed] = [await newPair(), await newPair(), await newPair()]
  const reset = async (email: string) => {
    const { token } = await issueResetToken(email, client)
    return () => resetPassword({ token, newPassword, locale }, client)
  }
  const byLeft = await reset(left.further)
  await pool.query(remove, [left.further])
  const byGiven = await reset(given.further)
  await db.emailAddress.update({ where: { email: given.further }, data: { userId: left.id } })
  for (const act of [byLeft, byGiven]) await expect(act()).rejects.toMatchObject({ code: 'token_invalid' })
  const byRemoved = await reset(removed.further)
  expect(await whileItIsRemoved(removed, byRemoved)).toMatchObject({ code: 'token_invalid' })
})
