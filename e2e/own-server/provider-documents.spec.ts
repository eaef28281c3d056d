import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { findFreePort } from '../../scripts/ports.js'
import { failureShownOn } from '../provider-attempts'
import { simulatorUrl } from '../simulator/authorization'
import { makeSimulator } from '../simulator/simulator'
import { test as base, expect } from './own-server'

const FIRST_PORT = 21_600
const PORTS_PER_WORKER = 20

/** A server whose providers are asked by nobody else, so that what they publish may be wrong. */
const test = base.extend<{ simulator: string }>({
  simulator: async ({ browserName: _ }, use, { parallelIndex }) => {
    const port = await findFreePort(FIRST_PORT + parallelIndex * PORTS_PER_WORKER, PORTS_PER_WORKER)
    const origin = `http://localhost:${port}`
    const server = (await makeSimulator(origin)).listen(port, 'localhost')
    await once(server, 'listening')
    await use(origin)
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  },
  serverSettings: async ({ simulator }, use) => use({ SIMULATOR_URL: simulatorUrl(simulator), LOG_LEVEL: 'silent' }),
})

const providers = [
  { kind: 'google', folder: 'google', discovery: 'slow', keys: 'html' },
  { kind: 'kakao', folder: 'kakao', discovery: 'huge', keys: 'redirect' },
  { kind: 'openid', folder: 'oidc', discovery: 'redirect', keys: 'server-error' },
] as const

/** What O-19 asks to be found out, and by what. */
const lies = [
  { fault: 'discovery-issuer', found: { fault: 'other_issuer' } },
  { fault: 'discovery-endpoint', found: { fault: 'foreign_endpoint', values: { endpoint: 'token_endpoint' } } },
]

test('O-16 O-17 O-19 what a provider publishes is none, or a lie: nobody is signed in and a page explains, then all is well', async ({
  page,
  t,
  request,
  simulator,
}) => {
  // One of them keeps us waiting, and fifteen times somebody sets out.
  test.slow()
  for (const { kind, folder, ...faults } of providers) {
    const data = { name: 'Mina', email: `${randomUUID()}@elsewhere.example` }
    const { sub } = await (await request.post(`${simulator}/${folder}/people`, { data })).json()
    const goWrong = (fault: object) => request.post(`${simulator}/faults`, { data: { provider: folder, ...fault } })
    const setOut = async () => {
      await page.goto('/login')
      await page.getByRole('button', { name: t(`social.button.signIn.${kind}`, { provider: 'OpenID' }) }).click()
    }
    const agree = () => page.locator(`button[name=sub][value="${sub}"]`).click()

    for (const { fault, found } of lies) {
      await goWrong({ fault })
      await setOut()
      await expect(page.getByText(t('problems.codes.provider_failed'))).toBeVisible()
      const provider = kind === 'openid' ? 'simulated' : kind
      expect(await failureShownOn(page)).toMatchObject({ provider, reason: 'discovery_refused', ...found })
    }
    await goWrong({ at: 'discovery', fault: faults.discovery })
    await setOut()
    await expect(page.getByText(t('problems.codes.provider_failed'))).toBeVisible()
    await goWrong({ at: 'keys', fault: faults.keys })
    await setOut()
    await agree()
    await expect(page.getByText(t('problems.codes.provider_failed'))).toBeVisible()
    await setOut()
    await agree()
    await expect(page).toHaveURL(/\/profile/)
    await page.context().clearCookies()
  }
})
