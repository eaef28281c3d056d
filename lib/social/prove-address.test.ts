import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { db } from '@/lib/db'
import { hashSecret } from '@/lib/encryption'
import { env } from '@/lib/env'
import { testClient as client, newPerson } from '@/lib/testing/api'
import { configureProvider } from '@/lib/testing/providers'
import { findWaitingIdentity, proveAddress, requestAddressCode } from './prove-address'
import type { ProviderIdentity } from './provider'
import { signInWithProvider } from './sign-in-with-provider'

beforeAll(() => configureProvider('naver'))

const locale = 'en' as const

function naverIdentity(changes: Partial<ProviderIdentity> = {}): ProviderIdentity {
  return {
    ...{
      provider: 'naver',
      subject: randomUUID(),
      issuer: 'https://issuer.example',
      email: null,
      isEmailVerified: false,
      isAuthoritative: false,
    },
    ...{ name: 'Mina', locale: 'ko', ...changes },
  }
}

async function arriveWithout(identity: ProviderIdentity): Promise<string> {
  const result = await signInWithProvider({ identity, authTime: null, client, locale })
  if (result.outcome !== 'address_needed') throw new Error(result.outcome)
  return result.pendingToken
}

async function askFor(email: string, pendingToken: string) {
  const { codeSecret } = await requestAddressCode({ pendingToken, offer: '', email, locale }, client)
  const mail = await db.mail.findFirstOrThrow({ where: { recipient: email }, orderBy: { createdAt: 'desc' } })
  const code = /\b\d{6}\b/.exec(mail.text)?.[0] ?? ''
  return { pendingToken, codeSecret, code, locale }
}

const newAddress = () => `${randomUUID()}@elsewhere.example`
const ownersOf = ({ subject }: ProviderIdentity) =>
  db.account.findMany({
    where: { providerAccountId: subject },
    select: { user: { select: { id: true, email: true } } },
  })

test('O-26 the code opens a new account with the address that was proved', async () => {
  const [identity, email] = [naverIdentity(), newAddress()]
  const typed = await askFor(email, await arriveWithout(identity))
  expect(await db.user.count({ where: { email } })).toBe(0)
  expect(await proveAddress(typed, client)).toMatchObject({ outcome: 'signed_in' })
  expect(await ownersOf(identity)).toMatchObject([{ user: { email } }])
})

test('the mail leads back to the identity that waits, by a name that opens nothing', async () => {
  const [pendingToken, email] = [await arriveWithout(naverIdentity()), newAddress()]
  const { codeSecret } = await requestAddressCode({ pendingToken, offer: 'name-of-it', email, locale }, client)
  const { text, html } = await db.mail.findFirstOrThrow({ where: { recipient: email } })
  expect(text).toContain(`${env.AUTH_URL}/prove-address?step=code&offer=name-of-it\n`)
  for (const secret of [pendingToken, codeSecret, hashSecret(pendingToken), hashSecret(codeSecret)])
    expect(text + html).not.toContain(secret)
})

test('O-26 an address that has an account is linked by the proof, and its owner is told with a way back', async () => {
  const [identity, person] = [naverIdentity(), await newPerson()]
  await proveAddress(await askFor(person.email, await arriveWithout(identity)), client)
  expect(await ownersOf(identity)).toMatchObject([{ user: { id: person.id } }])
  const mails = await db.mail.findMany({ where: { recipient: person.email }, select: { template: true } })
  expect(mails.map(({ template }) => template)).toContain('provider-linked')
})

test('O-13 an account whose address nobody had confirmed is wiped before its owner enters', async () => {
  const [identity, squatter] = [naverIdentity(), await newPerson({ isVerified: false })]
  await proveAddress(await askFor(squatter.email, await arriveWithout(identity)), client)
  const owner = await db.user.findUniqueOrThrow({ where: { id: squatter.id } })
  expect(owner.passwordHash).toBeNull()
  expect(owner.emailVerifiedAt).not.toBeNull()
})

test('O-11 a second identity of the same provider does not take an account over by its address alone', async () => {
  const person = await newPerson()
  await proveAddress(await askFor(person.email, await arriveWithout(naverIdentity())), client)
  const second = naverIdentity()
  const result = await proveAddress(await askFor(person.email, await arriveWithout(second)), client)
  expect(result).toMatchObject({ outcome: 'proof_needed' })
  expect(await ownersOf(second)).toEqual([])
})

test('a wrong code, a code of another browser and a used code open nothing', async () => {
  const identity = naverIdentity()
  const typed = await askFor(newAddress(), await arriveWithout(identity))
  const wrong = { code: 'validation_failed' }
  const other = typed.code === '000000' ? '000001' : '000000'
  await expect(proveAddress({ ...typed, code: other }, client)).rejects.toMatchObject(wrong)
  await expect(proveAddress({ ...typed, codeSecret: 'of another browser' }, client)).rejects.toMatchObject(wrong)
  expect(await ownersOf(identity)).toEqual([])
  await proveAddress(typed, client)
  await expect(proveAddress(typed, client)).rejects.toMatchObject(wrong)
})

test('O-26 the code that one identity asked for proves nothing for another that waits in the same browser', async () => {
  const [asking, other, email] = [naverIdentity(), naverIdentity(), newAddress()]
  const typed = await askFor(email, await arriveWithout(asking))
  const pendingToken = await arriveWithout(other)
  const wrong = { code: 'validation_failed', fields: { code: ['code_wrong'] } }
  await expect(proveAddress({ ...typed, pendingToken }, client)).rejects.toMatchObject(wrong)
  expect(await ownersOf(other)).toEqual([])
  expect(await db.user.count({ where: { email } })).toBe(0)
  expect(await proveAddress(typed, client)).toMatchObject({ outcome: 'signed_in' })
  expect(await ownersOf(asking)).toMatchObject([{ user: { email } }])
})

test('a code that was sent before codes knew their identity opens nothing', async () => {
  const identity = naverIdentity()
  const typed = await askFor(newAddress(), await arriveWithout(identity))
  await db.$executeRaw`
    UPDATE one_time_tokens SET data = data - 'pendingHash' WHERE hash = ${hashSecret(typed.codeSecret)}`
  await expect(proveAddress(typed, client)).rejects.toMatchObject({ code: 'validation_failed' })
  expect(await ownersOf(identity)).toEqual([])
})

test('a code opens nothing ten minutes later, while its identity still waits', async () => {
  const identity = naverIdentity()
  const typed = await askFor(newAddress(), await arriveWithout(identity))
  const after = (seconds: number) => new Date(Date.now() + seconds * 1_000)
  await expect(proveAddress(typed, client, after(601))).rejects.toMatchObject({ code: 'validation_failed' })
  expect(await ownersOf(identity)).toEqual([])
  expect(await findWaitingIdentity(typed.pendingToken, after(601))).toMatchObject({ provider: 'naver' })
  expect(await proveAddress(typed, client, after(595))).toMatchObject({ outcome: 'signed_in' })
})

test('the sixth try opens nothing, even with the right code', async () => {
  const typed = await askFor(newAddress(), await arriveWithout(naverIdentity()))
  const other = typed.code === '000000' ? '000001' : '000000'
  for (let tries = 0; tries < 5; tries += 1) await proveAddress({ ...typed, code: other }, client).catch(() => {})
  await expect(proveAddress(typed, client)).rejects.toMatchObject({ code: 'validation_failed' })
})

test('a code is nothing without the identity that waits in this browser', async () => {
  const typed = await askFor(newAddress(), await arriveWithout(naverIdentity()))
  await expect(proveAddress({ ...typed, pendingToken: 'of another browser' }, client)).rejects.toMatchObject({
    code: 'token_invalid',
  })
  expect(await findWaitingIdentity('of another browser')).toBeNull()
  await expect(
    requestAddressCode({ ...typed, offer: '', email: newAddress(), pendingToken: 'none' }, client),
  ).rejects.toMatchObject({
    code: 'token_invalid',
  })
})
