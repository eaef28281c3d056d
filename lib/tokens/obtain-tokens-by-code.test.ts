import { randomUUID } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { answerMailRequests } from '@/lib/accounts/answer-mail-requests'
import { db } from '@/lib/db'
import { callApi, newPerson } from '@/lib/testing/api'

vi.hoisted(() => {
  process.env.SIGN_IN_BY_CODE = 'on'
})

const askFor = (email: string) => callApi('/accounts/code/', { body: { email } })
const redeem = (body: object) => callApi('/accounts/token/code/', { body })

async function newCode() {
  const { email } = await newPerson()
  const { status, body } = await askFor(email)
  expect(status).toBe(202)
  await answerMailRequests()
  const mail = await db.mail.findFirstOrThrow({ where: { recipient: email }, orderBy: { id: 'desc' } })
  return { code: /^\d{6}$/m.exec(mail.text)?.[0] ?? '', code_secret: body.code_secret as string }
}

test('a mailed code is worth a pair of tokens, once', async () => {
  const mailed = await newCode()
  const { status, body } = await redeem(mailed)
  expect(status).toBe(200)
  const headers = { authorization: `Bearer ${body.access}` }
  expect((await callApi('/accounts/me/', { method: 'GET', headers })).status).toBe(200)
  expect((await redeem(mailed)).status).toBe(400)
})

test('the mail of a code that an app asked for speaks of the app, and leads to no page', async () => {
  const { email } = await newPerson()
  await askFor(email)
  await answerMailRequests()
  const { text, html } = await db.mail.findFirstOrThrow({ where: { recipient: email } })
  expect(text).toContain('Type this code in the app where you asked for it.')
  for (const part of [text, html]) expect(part).not.toMatch(/https?:|<a |undefined|\n{3}/)
})

test('a code opens nothing without the secret of whoever asked for it, nor a wrong one with it', async () => {
  const { code, code_secret } = await newCode()
  expect((await redeem({ code, code_secret: 'x'.repeat(43) })).body).toHaveProperty('code')
  const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0')
  expect((await redeem({ code: wrong, code_secret })).body).toHaveProperty('code')
  expect((await redeem({ code, code_secret })).status).toBe(200)
})

test('an address without an account gets the same answer and no mail', async () => {
  const email = `${randomUUID()}@example.org`
  const { status, body } = await askFor(email)
  expect([status, Object.keys(body)]).toEqual([202, ['code_secret']])
  await answerMailRequests()
  expect(await db.mail.count({ where: { recipient: email } })).toBe(0)
})
