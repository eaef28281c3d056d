import { expect, test, vi } from 'vitest'

await vi.hoisted(async () => {
  const [{ startSimulator }, { CLIENT_ID, CLIENT_SECRET }] = await Promise.all([
    import('./simulator.fixture'),
    import('./authorization'),
  ])
  const { host } = new URL((await startSimulator()).issuer)
  process.env.SIMULATOR_URL = `http://${CLIENT_ID}:${CLIENT_SECRET}@${host}`
  // The simulator knows redirect URIs on this machine only.
  process.env.AUTH_URL = 'https://id.acme.test'
})

import { checkProvider } from '@/lib/social/check-provider'
import { namesOf } from '@/lib/social/checks/finding.fixture'
import { listProviderSettings, providerKinds } from '@/lib/social/provider-settings'

test.each(providerKinds)('a redirect URI that is not registered at the simulated %s is found', async (kind) => {
  const settings = (await listProviderSettings()).filter((one) => one.kind === kind)
  expect(settings).toHaveLength(1)
  for (const one of settings) expect(namesOf(await checkProvider(one))).toEqual(['redirect_uri: redirect_uri_refused'])
})
