import { expect, test } from 'vitest'
import type { PersonInput } from '@/e2e/simulator/people'
import { agreeAt, nonce, startProviders } from '@/lib/testing/simulated-providers'
import { identityFromCredential } from './identity-from-credential'
import { identityFromTokens, meetProvider } from './meet-provider'
import type { ProviderKind } from './provider-settings'

const { providerAt, newPerson, setFault, folderOf } = await startProviders()

type Fault = Pick<PersonInput, 'fault' | 'at'>

async function arrive(kind: ProviderKind, fault: Fault = {}) {
  const provider = providerAt(kind)
  const tokens = await agreeAt(provider, await newPerson(kind, fault))
  return identityFromTokens({ ...tokens, nonce }, await meetProvider(provider))
}

async function bringToken(kind: ProviderKind, fault: Fault = {}) {
  const provider = providerAt(kind)
  const { accessToken } = await agreeAt(provider, await newPerson(kind, fault))
  return identityFromCredential({ accessToken }, provider)
}

// The slow and the huge answers cost time: providers/faults.spec.ts and provider-documents.spec.ts have them.
const faults = ['server-error', 'html', 'redirect'] as const

// Read first, before they are known here.
test.each(['google', 'openid', 'kakao'] as const)(
  'O-16 O-17 at %s nobody is recognised while what it publishes is none, and everybody after that',
  async (kind) => {
    for (const fault of faults) {
      await setFault({ provider: folderOf(kind), fault, at: 'discovery' })
      await expect(arrive(kind), fault).rejects.toMatchObject({ reason: 'discovery_refused' })
      await setFault({ provider: folderOf(kind), fault, at: 'keys' })
      await expect(arrive(kind), fault).rejects.toMatchObject({ reason: 'id_token_refused' })
    }
    await expect(arrive(kind)).resolves.toHaveProperty('identity')
  },
)

test.each([
  ['github', 'profile', arrive],
  ['github', 'addresses', arrive],
  ['kakao', 'profile', arrive],
  ['naver', 'profile', arrive],
  ['google', 'profile', bringToken],
  ['openid', 'profile', bringToken],
] as const)('O-16 O-17 at %s nobody is recognised while its %s is none', async (kind, at, come) => {
  for (const fault of faults)
    await expect(come(kind, { fault, at }), fault).rejects.toMatchObject({ reason: 'access_token_refused' })
  await expect(come(kind)).resolves.toHaveProperty('identity')
})
