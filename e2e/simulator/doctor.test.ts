import { expect, test, vi } from 'vitest'

await vi.hoisted(async () => {
  const [{ startSimulator }, { CLIENT_ID, CLIENT_SECRET }] = await Promise.all([
    import('./simulator.fixture'),
    import('./authorization'),
  ])
  const { host } = new URL((await startSimulator()).issuer)
  process.env.SIMULATOR_URL = `http://${CLIENT_ID}:${CLIENT_SECRET}@${host}`
})

import { checkProvider } from '@/lib/social/check-provider'
import { namesOf } from '@/lib/social/checks/finding.fixture'
import { listProviderSettings, type ProviderSettings, providerKinds } from '@/lib/social/provider-settings'

const seeded: [string, Partial<ProviderSettings>, string[]][] = [
  ['nothing', {}, []],
  ['a wrong secret', { readSecret: () => 'a-wrong-secret' }, ['client: client_refused']],
  ['an unknown client', { clientId: 'another-client' }, ['client: client_refused', 'redirect_uri: client_unknown']],
]
const cases = providerKinds.flatMap((kind) =>
  seeded.map(([wrong, changes, found]) => ({ kind, wrong, changes, found })),
)

test.each(cases)(
  'with $wrong wrong at the simulated $kind the doctor finds $found',
  async ({ kind, changes, found }) => {
    const settings = (await listProviderSettings()).filter((one) => one.kind === kind)
    expect(settings).toHaveLength(1)
    for (const one of settings) expect(namesOf(await checkProvider({ ...one, ...changes }))).toEqual(found)
  },
)
