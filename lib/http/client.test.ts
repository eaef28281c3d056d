import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { hashSecret, randomSecret } from '@/lib/encryption'
import { countAttempt } from '@/lib/limits/count-attempt'
import { limits } from '@/lib/limits/limits'
import { callApi, newPerson, TEST_PASSWORD as password } from '@/lib/testing/api'
import { CLIENT_IP_HEADER, clientOf } from './client'
import { deviceCookieName, deviceCookieValue } from './device-cookie'

let nextAddress = 0
function newIp(): string {
  nextAddress += 1
  return `10.9.${nextAddress >> 8}.${nextAddress & 255}`
}

/** What a browser with these secrets in its device cookie sends, from an address nobody has seen. */
function headersOf(secrets: string[]) {
  const value = secrets.reduceRight((_, secret, index) => deviceCookieValue(secrets.slice(index + 1), secret), '')
  return { [CLIENT_IP_HEADER]: newIp(), 'user-agent': 'Firefox', cookie: `theme=dark; ${deviceCookieName()}=${value}` }
}

async function newOwner() {
  const { id, email } = await newPerson()
  const secret = randomSecret()
  await db.knownDevice.create({ data: { userId: id, hash: hashSecret(secret) } })
  return { email, secret }
}

test('P-17 the device cookie of a request is who asks, all secrets in it, and no cookie is none', () => {
  const secrets = [randomSecret(), randomSecret()]
  const { deviceHashes } = clientOf(new Headers(headersOf(secrets)))
  expect(new Set(deviceHashes)).toEqual(new Set(secrets.map(hashSecret)))
  expect(clientOf(new Headers()).deviceHashes).toEqual([])
})

test('P-17 a request with the cookie of a known browser gets in while guesses use up the account', async () => {
  const { email, secret } = await newOwner()
  const signIn = (secrets: string[], typed = password) =>
    callApi('/accounts/token/', { body: { email, password: typed }, headers: headersOf(secrets) })
  for (let guess = 0; guess < limits.password.account.points; guess += 1)
    expect((await signIn([randomSecret()], 'a guess')).status).toBe(401)
  expect((await signIn([])).status).toBe(429)
  expect((await signIn([randomSecret()])).status).toBe(429)
  expect((await signIn([randomSecret(), secret])).status).toBe(200)
})

test('P-17 the limiter finds the known device in the headers of a page', async () => {
  const { email, secret } = await newOwner()
  const ask = (secrets: string[]) =>
    countAttempt({ act: 'mail', account: email, client: clientOf(new Headers(headersOf(secrets))) })
  for (let asked = 0; asked < limits.mail.account.points; asked += 1) await ask([])
  await expect(ask([])).rejects.toMatchObject({ code: 'too_many_requests' })
  await expect(ask([secret])).resolves.toBeUndefined()
})
