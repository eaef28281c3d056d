import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { findSignIn } from '@/lib/sessions/find-sign-in'
import { testClient as client } from '@/lib/testing/api'
import { confirmWithProvider } from './confirm-with-provider'
import { signInWithProvider } from './sign-in-with-provider'

const askedAt = new Date()
const askedSeconds = Math.floor(askedAt.getTime() / 1_000)

const issuer = 'https://issuer.example'

async function newSignIn() {
  const subject = randomUUID()
  const email = `${randomUUID()}@gmail.com`
  const identity = {
    provider: 'google',
    subject,
    issuer,
    email,
    isEmailVerified: true,
    isAuthoritative: true,
    name: '',
    locale: null,
  }
  const result = await signInWithProvider({ identity, authTime: null, client, locale: 'en' })
  if (result.outcome !== 'signed_in') throw new Error(result.outcome)
  const signIn = await findSignIn(result.secret, client)
  if (!signIn) throw new Error('nobody is signed in')
  return { signIn, subject, secret: result.secret }
}

test('a fresh sign-in with the same identity renews the session under a new secret', async () => {
  const { signIn, subject, secret } = await newSignIn()
  const later = new Date(askedAt.getTime() + 60_000)
  const confirmation = { signIn, provider: 'google', subject, issuer, authTime: askedSeconds + 20, askedAt }
  const renewed = await confirmWithProvider(confirmation, client, later)
  expect(renewed.session).toMatchObject({ id: signIn.session.id, authenticatedAt: later })
  expect(await findSignIn(secret, client)).toBeNull()
  expect(await findSignIn(renewed.secret, client)).not.toBeNull()
})

test('another identity does not confirm the person, be it a stranger or nobody', async () => {
  const { signIn } = await newSignIn()
  const { subject: stranger } = await newSignIn()
  for (const subject of [stranger, randomUUID()]) {
    const confirmation = { signIn, provider: 'google', subject, issuer, authTime: askedSeconds, askedAt }
    await expect(confirmWithProvider(confirmation, client)).rejects.toMatchObject({ code: 'provider_other_person' })
  }
})

test('the same subject of another issuer is another person', async () => {
  const { signIn, subject } = await newSignIn()
  const proof = { subject, issuer: 'https://other.example', authTime: askedSeconds, askedAt }
  const confirmation = confirmWithProvider({ signIn, provider: 'google', ...proof }, client)
  await expect(confirmation).rejects.toMatchObject({ code: 'provider_other_person' })
})

test.each([null, askedSeconds - 600])('a sign-in at the provider of %o is not fresh', async (authTime) => {
  const { signIn, subject } = await newSignIn()
  const confirmation = { signIn, provider: 'google', subject, issuer, authTime, askedAt }
  await expect(confirmWithProvider(confirmation, client)).rejects.toMatchObject({ code: 'provider_not_fresh' })
})
