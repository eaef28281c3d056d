import { expect, test } from 'vitest'
import { db, inTransaction } from '@/lib/db'
import { hashSecret, randomSecret } from '@/lib/encryption'
import { callApi, newPerson, testClient } from '@/lib/testing/api'
import { answerMailRequests } from './answer-mail-requests'
import { askForMail } from './ask-for-mail'
import { createCode } from './mailed-code'
import { requestSignInCode, signInByCode } from './sign-in-by-code'

/** A code as it was mailed before the owner switched sign-in by code off. */
async function codeOfBefore() {
  const { id: userId } = await newPerson()
  const codeSecret = randomSecret()
  const made = { purpose: 'sign_in_code', userId, browserHash: hashSecret(codeSecret), data: {} } as const
  return { userId, codeSecret, code: await inTransaction((tx) => createCode(tx, made, new Date())) }
}

test('switched off, nobody gets a code, nor do those who asked before', async () => {
  const { email } = await newPerson()
  const ask = requestSignInCode({ email, locale: 'en' }, testClient)
  await expect(ask).rejects.toMatchObject({ code: 'not_found' })
  const browserHash = hashSecret(randomSecret())
  await askForMail({ kind: 'sign_in_code', email, locale: 'en', browserHash }, testClient)
  await answerMailRequests()
  expect(await db.mail.count({ where: { recipient: email } })).toBe(0)
})

test('switched off, a code that was mailed before opens nothing, on the page or by API', async () => {
  const { userId, code, codeSecret } = await codeOfBefore()
  const onPage = signInByCode({ code, codeSecret, isKept: false }, testClient)
  await expect(onPage).rejects.toMatchObject({ code: 'not_found' })
  const { status, body } = await callApi('/accounts/token/code/', { body: { code, code_secret: codeSecret } })
  expect([status, Object.keys(body)]).toEqual([404, ['detail']])
  expect(await db.session.count({ where: { userId } })).toBe(0)
})
