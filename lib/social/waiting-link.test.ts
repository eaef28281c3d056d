import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { encrypt } from '@/lib/encryption'
import { startBrowserSession } from '@/lib/sessions/start-session'
import { testClient as client, newPerson, TEST_PASSWORD } from '@/lib/testing/api'
import { newOpenIdProvider } from '@/lib/testing/providers'
import { findLinkOffer, linkWithPassword } from './link-with-password'
import { acceptConnection, findOfferedConnection, offerConnection } from './offer-connection'
import { findWaitingIdentity, requestAddressCode } from './prove-address'
import type { ProviderIdentity } from './provider'
import { signInWithProvider } from './sign-in-with-provider'

const locale = 'en' as const

function identityAt(provider: string, email: string | null): ProviderIdentity {
  const address = { email, isEmailVerified: email !== null, isAuthoritative: false }
  const tokens = { access_token: encrypt('theirs'), refresh_token: null, expires_at: null, scope: null }
  return {
    ...{ provider, subject: randomUUID(), issuer: 'https://issuer.example', name: 'Mina', locale: null },
    ...{ ...address, tokens },
  }
}

async function waitFor(outcome: 'proof_needed' | 'address_needed', identity: ProviderIdentity): Promise<string> {
  const result = await signInWithProvider({ identity, authTime: null, client, locale })
  if (result.outcome !== outcome) throw new Error(result.outcome)
  return result.pendingToken
}

const link = (pendingToken: string) => linkWithPassword({ pendingToken, password: TEST_PASSWORD, locale }, client)
const tokensOf = ({ subject }: ProviderIdentity) =>
  db.account.findFirst({ where: { providerAccountId: subject }, select: { access_token: true } })

test('an identity that waits for a proof links nothing once its provider was switched off', async () => {
  const [provider, person] = [await newOpenIdProvider(), await newPerson()]
  const identity = identityAt(provider, person.email)
  const pendingToken = await waitFor('proof_needed', identity)
  await db.socialApp.update({ where: { provider }, data: { isEnabled: false } })
  expect(await findLinkOffer(pendingToken)).toBeNull()
  await expect(link(pendingToken)).rejects.toMatchObject({ code: 'token_invalid' })
  expect(await tokensOf(identity)).toBeNull()
})

test('an identity that waits for an address is mailed no code once its provider was switched off', async () => {
  const provider = await newOpenIdProvider()
  const pendingToken = await waitFor('address_needed', identityAt(provider, null))
  expect(await findWaitingIdentity(pendingToken)).not.toBeNull()
  await db.socialApp.update({ where: { provider }, data: { isEnabled: false } })
  const asked = requestAddressCode(
    { pendingToken, offer: '', email: `${randomUUID()}@elsewhere.example`, locale },
    client,
  )
  await expect(asked).rejects.toMatchObject({ code: 'token_invalid' })
})

test.each([true, false])('O-29 tokens that waited are kept as the owner wants it now: %o', async (keepsTokens) => {
  const [provider, person] = [await newOpenIdProvider(), await newPerson()]
  const identity = identityAt(provider, person.email)
  const pendingToken = await waitFor('proof_needed', identity)
  await db.socialApp.update({ where: { provider }, data: { keepsTokens } })
  await link(pendingToken)
  expect((await tokensOf(identity))?.access_token).toBe(keepsTokens ? identity.tokens?.access_token : null)
})

test('O-06 what was offered to a sign-in is redeemed by no password, and no proof of an address', async () => {
  const [provider, person] = [await newOpenIdProvider(), await newPerson()]
  const { session } = await startBrowserSession({ userId: person.id, method: 'password', isKept: false, client })
  const offered = { userId: person.id, sessionId: session.id }
  const pendingToken = await offerConnection(identityAt(provider, person.email), offered)
  expect(await findLinkOffer(pendingToken)).toBeNull()
  expect(await findWaitingIdentity(pendingToken)).toBeNull()
  await expect(link(pendingToken)).rejects.toMatchObject({ code: 'token_invalid' })
  expect(await findOfferedConnection(pendingToken, offered)).not.toBeNull()
})

test('what was offered to a sign-in links nothing once its provider was switched off', async () => {
  const [provider, person] = [await newOpenIdProvider(), await newPerson()]
  const { session } = await startBrowserSession({ userId: person.id, method: 'password', isKept: false, client })
  const offered = { userId: person.id, sessionId: session.id }
  const identity = identityAt(provider, person.email)
  const pendingToken = await offerConnection(identity, offered)
  await db.socialApp.update({ where: { provider }, data: { isEnabled: false } })
  const accepted = acceptConnection({ pendingToken, ...offered, locale }, client)
  await expect(accepted).rejects.toMatchObject({ code: 'token_invalid' })
  expect(await tokensOf(identity)).toBeNull()
})
